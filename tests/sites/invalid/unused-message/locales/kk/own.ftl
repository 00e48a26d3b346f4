own-note = Ескерту
