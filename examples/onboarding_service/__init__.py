"""A service that brings customers live over weeks, on FastAPI and DBOS; `python -m examples.onboarding_service`."""
