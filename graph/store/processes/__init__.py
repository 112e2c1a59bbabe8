"""A store whose queries run in processes that can be ended, behind the same protocol as every other."""
