"""Sweeps of whole estates into one file, which keeps what they found and knows what has changed since.

```python
store = sweeping.Store("estate.db")
await sweeping.sweep(store, {id: sinch.project(id).rcs.senders.list() for id in projects})
print(*store.changes(since="24h"))
```
"""

from sinch_provisioning.sweeping.changes import Change
from sinch_provisioning.sweeping.listings import NAMES, listings
from sinch_provisioning.sweeping.store import Store
from sinch_provisioning.sweeping.sweep import Failure, Observer, Progress, sweep

__all__ = ["NAMES", "Change", "Failure", "Observer", "Progress", "Store", "listings", "sweep"]
