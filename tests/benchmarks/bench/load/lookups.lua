-- wrk … -s lookups.lua -- FILE PREFIX SALT : asks `SELECT ?p ?o WHERE { <IRI> ?p ?o }` of the IRIs in FILE, one a
-- line, in any order, as they stand in an address. PREFIX is the path up to "query=". No two requests are the same: each
-- thread begins somewhere else, and a comment with SALT and a number follows each query, so that no cache can have the
-- answer.
-- wrk prepares one thread while another asks already: what is done here for each IRI would be measured with the server.
local threads = 0
local subjects, salt, prefix, position, asked = {}, "", "", 0, 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  wrk.headers["Accept"] = "application/sparql-results+json"
  prefix = args[2]
  salt = args[3] .. "-" .. number
  for line in io.lines(args[1]) do
    subjects[#subjects + 1] = line
  end
  math.randomseed(tonumber(args[3]) * 100 + number)
  position = math.random(#subjects)
end

function request()
  asked = asked + 1
  position = position % #subjects + 1
  return wrk.format("GET", prefix .. "SELECT%20%3Fp%20%3Fo%20WHERE%20%7B%20%3C" .. subjects[position]
    .. "%3E%20%3Fp%20%3Fo%20%7D%20%23" .. salt .. "-" .. asked)
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
