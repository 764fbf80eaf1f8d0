-- A form of 1 KiB.
wrk.method = "POST"
wrk.body = string.rep("name=value&abcd=", 64)
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
