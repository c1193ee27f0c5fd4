"""The language of queries: lexer, parser, tree, what it means, and what helps where it is mistaken."""
