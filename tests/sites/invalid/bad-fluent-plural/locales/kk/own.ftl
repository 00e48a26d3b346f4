own-count = { $n ->
    [one] { $n } бет
 }
