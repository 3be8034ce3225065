"""First reads and writes in threads, beside others that look at the same classes; each race is a process of its own.

`python -m tests.core.races --processes 200` runs many; the suite runs ten.
"""

import argparse
import subprocess
import sys

# Run in a fresh process: threads that read and write for the first time, beside others that look at the same classes.
RACE = """
import threading, sys
sys.setswitchinterval(1e-5)
import attrs, cattrs
from sinch_provisioning import evolve, from_json, rcs, to_json
from sinch_provisioning.core.pages import page_of
from tests.seeded import page

body = page(2)
senders = page_of("senders", rcs.Sender)
sender = rcs.Sender(
    id="a",
    region=rcs.Region.EU,
    billing_category=rcs.BillingCategory.CONVERSATIONAL,
    use_case=rcs.UseCase.OTP,
    hosting_region=rcs.HostingRegion.EUROPE,
)
names = [field.name for field in attrs.fields(rcs.Sender)]
wrong, stop, found, written = [], threading.Event(), [], []

def look():
    while not stop.is_set():
        try:
            if evolve(sender, id="b").id != "b":
                wrong.append("evolve")
            if list(attrs.asdict(sender, recurse=False)) != names:
                wrong.append("asdict")
            if [field.name for field in attrs.fields(rcs.Sender)] != names:
                wrong.append("fields")
            if list(cattrs.Converter().unstructure(sender)) != names:
                wrong.append("cattrs")
        except Exception as error:
            wrong.append(repr(error))

def decode():
    start.wait()
    read = from_json(senders, body)
    found.append(read)
    again.wait()
    written.append(to_json(read.items))

start, again = threading.Barrier(8), threading.Barrier(8)
looking = [threading.Thread(target=look) for _ in range(4)]
decoding = [threading.Thread(target=decode) for _ in range(8)]
for thread in looking + decoding:
    thread.start()
for thread in decoding:
    thread.join()
stop.set()
for thread in looking:
    thread.join()
assert not wrong, wrong[:3]
assert len(found) == 8 and all(one == found[0] for one in found)
assert len(written) == 8 and set(written) == {to_json(found[0].items)}
assert not any("A" <= letter <= "Z" for name in vars(rcs.Sender) if not name.startswith("__") for letter in name)
"""


def races(processes: int) -> None:
    """Fail if a first read or write shows in the public classes while other threads look at them."""
    for _ in range(processes):
        done = subprocess.run([sys.executable, "-c", RACE], capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=200)
    count: int = parser.parse_args().processes
    races(count)
    print(f"{count} processes, no difference seen")


if __name__ == "__main__":
    main()
