"""The proofs that hold SDK and emulator to the contract, over every operation of the registry."""
