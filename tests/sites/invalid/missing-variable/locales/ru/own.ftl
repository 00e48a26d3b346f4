own-note = Страница
