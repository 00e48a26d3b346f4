own-note = Ескерту
own-note = Назар аударыңыз
