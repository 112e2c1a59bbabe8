-- wrk … -s addresses.lua -- FILE ACCEPT : asks for the addresses in FILE, one a line, round and round.
-- Every thread begins at another line.
local threads = 0
local addresses, position = {}, 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  wrk.headers["Accept"] = args[2]
  for line in io.lines(args[1]) do
    addresses[#addresses + 1] = line
  end
  position = number * 7
end

function request()
  position = position + 1
  return wrk.format("GET", addresses[position % #addresses + 1])
end

-- What a run comes to, as one line of JSON.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nFIGURES {"requests": %d, "seconds": %.3f, "refused": %d, "broken": %d, "timeouts": %d, '
      .. '"p50_ms": %.3f, "p95_ms": %.3f, "p99_ms": %.3f}\n',
    summary.requests, summary.duration / 1e6, errors.status,
    errors.connect + errors.read + errors.write, errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
