"""The whole at a glance: what the graph holds, how much of a plan's text it covers, and all of it as tables."""
