-- Post the lines of a file, one after the other, and print what came of it as JSON. Without a file: get the page.
local lines, place = nil, -1 -- wrk asks for one request more than it sends, before it begins

function init(args)
  local origin = "http://" .. wrk.host .. ":" .. wrk.port
  wrk.headers["Accept-Encoding"] = "gzip, br"
  if not args[1] then return end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  wrk.headers["HX-Request"] = "true"
  wrk.headers["Origin"] = origin
  lines = {}
  for line in io.lines(args[1]) do lines[#lines + 1] = line end
end

function request()
  if not lines then return wrk.format() end
  place = place + 1
  if place >= #lines then wrk.thread:stop() end
  local path, form = lines[math.max(1, math.min(place, #lines))]:match("^(%S+) (%S+)$")
  return wrk.format(nil, path, nil, form)
end

function done(summary, latency)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  print(string.format('{"requests": %d, "seconds": %.4f, "p50": %.3f, "p99": %.3f, "errors": %d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, wrong))
end
