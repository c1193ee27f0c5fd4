"""Reading lists that members make themselves, or copy from the editors; shared by a link that can be withdrawn."""
