-- A hundred fields: Host and ninety-nine like those that browsers and proxies add.
for number = 1, 99 do
   wrk.headers["X-Forwarded-Part-" .. number] = "a value of some thirty-two bytes"
end
