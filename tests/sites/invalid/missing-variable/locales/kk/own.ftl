own-note = { $name } беті
