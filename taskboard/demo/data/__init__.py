"""The sample city as plain data: who and what it is (`city`, `people`, `days`), and what happened there (`story`)."""
