"""The invented people that the demonstration, the tests and the pictures tell stories about."""

CAST = {
    "amy": "amy.lister@oakfield.example",
    "bob": "bob.ferris@council.fairhaven.example",
    "cath": "cath.doyle@council.fairhaven.example",
    "dev": "dev.raman@council.fairhaven.example",
    "elin": "elin.hughes@partnership.fairhaven.example",
    "sol": "sol.abrahams@partnership.fairhaven.example",
    "zed": "zed.karim@littleacorns.example",
    "sarah": "sarah.penrose@oakfield.example",
    "judith": "judith.clay@oakfield.example",
    "hana": "hana.yusuf@health.fairhaven.example",
    "maureen": "maureen.odowd@health.fairhaven.example",
    "ros": "ros.calloway@health.fairhaven.example",
    "sian": "sian.morgan@police.fairhaven.example",
    "owen": "owen.parry@health.fairhaven.example",
    "gwen": "gwen.tasker@partnership.marlowvale.example",
}
"""First name to work address: Amy the school's teacher, Bob the social worker, Cath his manager, Dev hers,
Elin the partnership officer, Sol the scrutineer, Zed who is not involved, Sarah and Judith who back Amy,
Hana the health visitor, Maureen her manager, Ros her safeguarding lead, Sian on the police desk, Owen the
health trust's safeguarding partner, and Gwen the officer of the partnership next door."""
