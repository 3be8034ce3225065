"""Both clients against a server that does 3 of 10 requests some harm, for as long as one likes, with accounts kept.

    python -m tests.soak --minutes 30
    python -m tests.soak --requests 100000

The server runs in a process of its own and keeps a ledger of what it has carried out. What the callers were told is
held against it: whatever they were told is done was done once, whatever they were told was never sent was not done,
and the rest was done once at most.
"""
