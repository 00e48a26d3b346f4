own-note = Замечание
