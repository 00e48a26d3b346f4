own-count = { $n ->
    [one] { $n } бет
   *[other] { $n } бет
 }
