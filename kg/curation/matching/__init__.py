"""Which entity a name may stand for."""
