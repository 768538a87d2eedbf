-- Sends lookups or bare reads in turn, as fast as it can or at a mean rate (exponential pauses).
-- Arguments: kind (lookup, bare), file of bodies or ids, mean pause of a connection in ms (0: none).

local lines, at, kind = {}, 0, nil

function init(args)
  kind = args[1]
  for line in io.lines(args[2]) do lines[#lines + 1] = line end
  at = math.random(#lines)
  local mean = tonumber(args[3])
  if mean > 0 then
    -- wrk pauses before a request when this function exists; the clock starts after the pause.
    delay = function() return math.floor(-mean * math.log(1 - math.random()) + 0.5) end
  end
end

function request()
  at = at % #lines + 1
  if kind == "bare" then
    return wrk.format("GET", "/bare/" .. lines[at])
  end
  return wrk.format("POST", "/api/v1/units/don-vi-0/lookups",
    { ["Content-Type"] = "application/json" }, lines[at])
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'FIGURES {"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
