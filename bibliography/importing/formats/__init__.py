"""A module for each format that is read; `bibliography.importing.reading` tells them apart."""
