"""The graph's things as features on a map: collections of them, read from the store, chosen by place, time and CQL2."""
