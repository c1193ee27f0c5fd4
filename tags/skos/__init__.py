"""The vocabulary as SKOS, out and in: one reader, one writer, and the tables of the vocabulary behind them."""
