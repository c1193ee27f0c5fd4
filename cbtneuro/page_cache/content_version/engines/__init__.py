"""How each database notes by itself that rows were written: triggers, which no bulk write and no import goes around."""
