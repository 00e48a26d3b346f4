own-count = { $n ->
    [one] { $n } страница
   *[other] { $n } страниц
 }
