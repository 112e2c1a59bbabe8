"""How an answer is written: pages, tables, graphs, errors, refusals, and 304 for whoever has it already."""
