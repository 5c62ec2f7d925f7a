"""Places in arrays, as compiled code sees them."""

PLACES = (1 << 40) - 1
"""The places that there could be, as bits. What has been masked is known not to be negative; the compiler then leaves
out what Python does for negative places in an array. Unsigned numbers serve the same end."""
