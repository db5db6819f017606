package drawbridge.opsapi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The paths of the ops API. Those with `{braces}` are templates: fill them with [#fill].
public final class OpsPaths {

    /// All paths begin with it.
    public static final String BASE = "/ops/v1";

    public static final String ME = BASE + "/me";
    public static final String OVERVIEW = BASE + "/overview";
    public static final String THROUGHPUT = BASE + "/throughput";
    public static final String BREAKERS = BASE + "/breakers";
    public static final String PARKED = BASE + "/parked";
    public static final String PARKED_ITEM = PARKED + "/{tenant}/{id}";
    public static final String RESOLVE = PARKED_ITEM + "/resolve";
    public static final String REPLAY = PARKED_ITEM + "/replay";
    public static final String DISCARD = PARKED_ITEM + "/discard";
    public static final String APPROVE = PARKED_ITEM + "/approve";
    public static final String REJECT = PARKED_ITEM + "/reject";
    public static final String EDIT = PARKED_ITEM + "/edit";
    public static final String RESTORE = PARKED_ITEM + "/restore";
    public static final String PREVIEW = PARKED_ITEM + "/preview";
    public static final String JOBS = BASE + "/jobs";
    public static final String JOB_PREVIEW = BASE + "/job-preview";
    public static final String JOB = JOBS + "/{tenant}/{id}";
    public static final String JOB_CANCEL = JOB + "/cancel";
    public static final String WAITING = BASE + "/waiting";
    public static final String CONNECTIONS = BASE + "/connections";
    public static final String CONNECTION_RESUME = CONNECTIONS + "/{tenant}/{system}/resume";

    /// Begins an authorization: the answer is the address that a person opens to grant access.
    public static final String AUTHORIZATIONS = CONNECTIONS + "/{tenant}/{system}/authorizations";

    public static final String MAPPINGS = BASE + "/mappings";
    public static final String RELOAD = MAPPINGS + "/reload";
    public static final String CHANGE = BASE + "/changes/{tenant}/{changeId}";
    public static final String IMPORT = BASE + "/imports/{tenant}";
    public static final String IMPORT_ROWS = IMPORT + "/rows";
    public static final String AUDITS = BASE + "/audits";
    public static final String AUDIT_START = AUDITS + "/{tenant}";
    public static final String AUDIT = AUDIT_START + "/{id}";

    /// The parameters `flow` and `after` name the finding behind which to go on.
    public static final String AUDIT_FINDINGS = AUDIT + "/findings";

    /// Sends what the audit told of one by one through the lanes.
    public static final String AUDIT_REPAIR = AUDIT + "/repair";

    public static final String AUDIT_CANCEL = AUDIT + "/cancel";
    public static final String BACKFILLS = BASE + "/backfills";
    public static final String BACKFILL_START = BACKFILLS + "/{tenant}";
    public static final String BACKFILL = BACKFILL_START + "/{id}";
    public static final String BACKFILL_PAUSE = BACKFILL + "/pause";
    public static final String BACKFILL_RESUME = BACKFILL + "/resume";
    public static final String BACKFILL_CANCEL = BACKFILL + "/cancel";
    public static final String PROOFS = BASE + "/proofs";

    /// Takes mappings, and tells what recorded changes would have become by them.
    public static final String TRAFFIC = BASE + "/traffic/{tenant}/replay";

    public static final String PAUSES = BASE + "/pauses";
    public static final String PAUSE = PAUSES + "/{tenant}";
    public static final String RESUME = PAUSE + "/resume";

    /// The parameter `id` names a record by its system's id, or a change by ours.
    public static final String RECORDS = BASE + "/records";

    public static final String TIMELINE = BASE + "/timeline/{tenant}/{resource}/{id}";
    public static final String LIVE = BASE + "/live";
    public static final String READY = BASE + "/ready";
    public static final String METRICS = BASE + "/metrics";
    public static final String OPENAPI = BASE + "/openapi.json";

    /// The WebSocket; the parameter `since` names a [Position].
    public static final String FEED = BASE + "/feed";

    /// Required on every POST; the same key again gets the first answer again.
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private OpsPaths() {}

    /// Puts the values into the braces of a template, in their order, encoded for a path.
    ///
    /// @throws IllegalArgumentException if there are more or fewer values than braces
    public static String fill(String template, String... values) {
        String filled = template;
        for (String value : values) {
            int open = filled.indexOf('{');
            int close = filled.indexOf('}');
            if (open < 0 || close < open) {
                throw new IllegalArgumentException(template + " has fewer places than values");
            }
            filled = filled.substring(0, open) + encode(value) + filled.substring(close + 1);
        }
        if (filled.indexOf('{') >= 0) {
            throw new IllegalArgumentException(template + " has more places than values");
        }
        return filled;
    }

    /// Encodes a value for a path or a query.
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
