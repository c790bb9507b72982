-- One way of asking for wrk: METHOD PATH BODY WANTED. Each LOCK in the body becomes 32 fresh bytes in base64url.
local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
-- The last letter of 32 bytes has two bits to spare, which are 0.
local last = "AEIMQUYcgkosw048"
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  method, path, body, wanted = args[1], args[2], args[3], args[4]
  local random = io.open("/dev/urandom", "rb")
  local a, b, c, d = random:read(4):byte(1, 4)
  random:close()
  math.randomseed(a + b * 256 + c * 65536 + d * 16777216)
  answered, others = 0, 0
  if method == "POST" then wrk.headers["Content-Type"] = "application/json" end
end

local function lock()
  local letters = {}
  for i = 1, 42 do
    local k = math.random(64)
    letters[i] = alphabet:sub(k, k)
  end
  local k = math.random(16)
  letters[43] = last:sub(k, k)
  return table.concat(letters)
end

function request()
  if method == "GET" then return wrk.format(method, path) end
  return wrk.format(method, path, nil, (body:gsub("LOCK", lock)))
end

-- 200 is a ballot's where the machine stalled for so long that the Worker asked twice: acknowledged, and counted once.
function response(status)
  if status == tonumber(wanted) or status == 200 then answered = answered + 1 else others = others + 1 end
end

function done(summary, latency)
  local good, bad = 0, 0
  for _, thread in ipairs(threads) do
    good = good + thread:get("answered")
    bad = bad + thread:get("others")
  end
  local errors = summary.errors
  io.write(string.format('\nRESULT {"answered":%d,"others":%d,"seconds":%f,"p50":%f,"p99":%f}\n', good,
    bad + errors.connect + errors.read + errors.write + errors.timeout, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
