-- Sixteen requests at once.
init = function()
   local one = wrk.format()
   batch = string.rep(one, 16)
end
request = function() return batch end
