"""One file an engine: how it is opened read-only and stopped in time."""
