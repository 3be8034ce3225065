"""The fast way of the codec: msgspec builds our attrs objects straight from the bytes, in one pass.

msgspec takes the JSON keys from the attrs field names and knows no renaming for attrs. It reads the fields once, when
a decoder is built, and afterwards only sets attributes by those names. So each model gets its wire names as second
names of the same slots, and shows its fields under those names for as long as a decoder is being built (`disguise`).

A union is kept as raw bytes at first; when all objects are there, its few telling keys are read and the right decoder
is run (`after`). So are the parts that many answers repeat to the letter, as the questions of a questionnaire: they
make up half of an RCS sender. The same bytes again are the same object again. No code of Python's runs before that, so
that nothing interrupts msgspec.

Whatever this module cannot take, or declines, goes the plain way (`codec.decode_plainly`), which also words all
errors. A self-check on first use (`selfcheck`) turns the fast way off for good, instead of breaking, should a new
msgspec work differently.
"""

from sinch_provisioning.core.fast.decoders import Decoders, declined, decoder

__all__ = ["Decoders", "declined", "decoder"]
