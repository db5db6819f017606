package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.judge.Rows.Act;
import drawbridge.sandbox.judge.Rows.Attempt;
import drawbridge.sandbox.judge.Rows.Link;
import drawbridge.sandbox.judge.Rows.Outcome;
import drawbridge.sandbox.judge.Rows.Pair;
import drawbridge.sandbox.judge.Rows.Parked;
import drawbridge.sandbox.judge.Rows.Tally;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The smallest run that is worth judging: an appointment crosses to the app, is renamed in Acme,
/// moved in the app, and each change is carried once. Tests bend it before they have it judged.
final class TinyRun {

    static final UUID LINK = new UUID(7, 1);
    static final String NORTH = "north";

    final Map<Side, List<ObjectNode>> ledgers = new EnumMap<>(Side.class);
    final Map<Side, List<ObjectNode>> facts = new EnumMap<>(Side.class);
    final List<ObjectNode> traffic = new ArrayList<>();
    final List<Pair> pairs = new ArrayList<>();
    final List<Link> links = new ArrayList<>();
    final List<Attempt> attempts = new ArrayList<>();
    final List<Parked> parked = new ArrayList<>();
    final List<Tally> duplicates = new ArrayList<>();
    final List<Act> acts = new ArrayList<>();
    final List<Decision> operator = new ArrayList<>();
    final List<Figure> dashboard = new ArrayList<>();
    private final Map<Side, ObjectNode> state = new HashMap<>();
    private long second;
    private long ids;

    TinyRun() {
        ledgers.put(Side.ACME, new ArrayList<>());
        ledgers.put(Side.APP, new ArrayList<>());
        person(Side.ACME, "user", "usr_1", "email");
        person(Side.APP, "member", "11", "mail");
        links.add(
                new Link(
                        NORTH,
                        Evidence.MEETINGS,
                        LINK,
                        "linked",
                        Optional.of("apt_1"),
                        Optional.of("101")));
        var appointment =
                json(
                        """
                        {"id": "apt_1", "owner_id": "usr_1", "contact_id": null, "subject": "Review #1",
                         "starts_at": "2026-03-02T10:00:00", "duration_minutes": 30,
                         "time_zone": "Europe/Berlin", "all_day_on": null, "status": "Planned",
                         "location": "Branch 2", "room": null, "external_ref": null, "revision": 1}
                        """);
        told(Side.ACME, people(Side.ACME, "create", appointment, List.of()), appointment);
        var event =
                json(
                        """
                        {"id": 101, "memberId": 11, "title": "Review #1", "allDay": false,
                         "start": "2026-03-02T09:00:00Z", "end": "2026-03-02T09:30:00Z",
                         "zone": "Europe/Berlin", "state": "open", "place": "Branch 2",
                         "customer": {"name": null, "phone": null, "mail": null}}
                        """);
        event.put("externalRef", LINK.toString());
        var _ = gateway(Side.APP, "create", event, List.of());
        var renamed = copy(Side.ACME).put("subject", "Review #2");
        told(Side.ACME, people(Side.ACME, "update", renamed, List.of("subject")), renamed);
        var _ =
                gateway(
                        Side.APP,
                        "update",
                        copy(Side.APP).put("title", "Review #2"),
                        List.of("title"));
        var moved = copy(Side.APP).put("end", "2026-03-02T09:42:00Z");
        told(Side.APP, people(Side.APP, "update", moved, List.of("end")), moved);
        var longer = copy(Side.ACME).put("duration_minutes", 45);
        told(Side.ACME, gateway(Side.ACME, "update", longer, List.of("duration_minutes")), longer);
        activity("act_1", "2026-03-01T23:30:00.000Z");
        dashboard.add(
                new Figure(
                        new Figure.Bucket(NORTH, "user1@example.com", "2026-03-02", "email"), 1));
        statesFromLedgers();
    }

    /// An e-mail of the user, in Acme.
    void activity(String id, String at) {
        var record = json("{}").put("id", id).put("kind", "email").put("user_id", "usr_1");
        record.put("occurred_at", at);
        var _ =
                write(
                        Side.ACME,
                        "traffic",
                        "create",
                        TouchpointCounts.ACTIVITY,
                        id,
                        record,
                        List.of(),
                        Optional.empty());
    }

    List<ObjectNode> ledger(Side side) {
        return Objects.requireNonNull(ledgers.get(side));
    }

    List<ObjectNode> facts(Side side) {
        return Objects.requireNonNull(facts.get(side));
    }

    static ObjectNode json(String text) {
        return (ObjectNode) Json.read(text);
    }

    /// The present record, to be changed.
    ObjectNode copy(Side side) {
        return Objects.requireNonNull(state.get(side)).deepCopy();
    }

    private void person(Side side, String resource, String id, String mail) {
        var record = json("{}").put("id", id).put(mail, "user1@example.com");
        var _ = write(side, "traffic", "create", resource, id, record, List.of(), Optional.empty());
    }

    /// What somebody does in a system; answers the line of its ledger.
    long people(Side side, String op, ObjectNode record, List<String> changed) {
        long line =
                write(
                        side,
                        "traffic",
                        op,
                        side.meeting,
                        id(record),
                        record,
                        changed,
                        Optional.empty());
        var fields = json("{}");
        changed.forEach(name -> fields.set(name, record.get(name)));
        var intent = "i" + traffic.size();
        traffic.add(
                json("{}")
                        .put("at", now().toString())
                        .put("account", NORTH)
                        .put("side", side.toString())
                        .put("op", op.equals("delete") ? "delete" : "edit")
                        .put("id", id(record))
                        .put("intent", intent)
                        .set("fields", fields));
        traffic.add(json("{}").put("ack", intent).put("status", 200).put("id", id(record)));
        ledger(side).getLast().set("request", fields);
        return line;
    }

    /// What the gateway writes, under an attempt of its own.
    long gateway(Side side, String op, ObjectNode record, List<String> changed) {
        var attempt = new UUID(3, ++ids);
        long line =
                write(
                        side,
                        "gateway",
                        op,
                        side.meeting,
                        id(record),
                        record,
                        changed,
                        Optional.of(attempt.toString()));
        attempts.add(
                new Attempt(
                        NORTH,
                        attempt,
                        LINK,
                        ids,
                        side,
                        op,
                        op.equals("create") ? "" : id(record),
                        now().minusMillis(500),
                        Optional.of(now())));
        return line;
    }

    private static String id(JsonNode record) {
        return record.path("id").asText();
    }

    long write(
            Side side,
            String actor,
            String op,
            String resource,
            String id,
            ObjectNode record,
            List<String> changed,
            Optional<String> attempt) {
        second++;
        if (resource.equals(side.meeting) && !op.equals("delete")) {
            state.put(side, record.deepCopy());
        }
        var line = line(side, "call").put("actor", actor).put("status", 200);
        line.put("method", op.equals("create") ? "POST" : "PATCH").put("path", "/x/" + id);
        line.put("attempt", attempt.orElse(null));
        var effect = line.putObject("effect").put("op", op).put("resource", resource).put("id", id);
        effect.set("record", record.deepCopy());
        var names = effect.putArray("changed");
        changed.forEach(names::add);
        return line.path("n").asLong();
    }

    /// A delivery of the write on that line, taken and stored.
    void told(Side side, long line, ObjectNode record) {
        var delivery = delivered(side, line, record);
        var source = side == Side.ACME ? "webhook" : "push";
        var actor = ledger(side).get((int) line - 1).path("actor").asText();
        var kind = actor.equals("gateway") ? "unchanged" : "applied";
        pairs.add(pair(new UUID(5, pairs.size() + 1), side, source, record, delivery, kind));
    }

    /// A delivery of the write on that line, taken: whether it is stored is another matter.
    Instant delivered(Side side, long line, ObjectNode record) {
        second++;
        var entry = line(side, side == Side.ACME ? "webhook" : "push").put("status", 202);
        entry.putObject("delivery")
                .put("id", "msg_" + ++ids)
                .put("try", 1)
                .put("resource", side.meeting)
                .put("record", id(record))
                .put("of", line);
        return now();
    }

    private Pair pair(
            UUID change, Side side, String source, JsonNode record, Instant at, String kind) {
        var body = side == Side.ACME ? json("{}").set("data", record) : record;
        var outcome =
                new Outcome(
                        NORTH,
                        change,
                        Evidence.MEETINGS,
                        kind,
                        "",
                        Optional.empty(),
                        at.plusSeconds(5));
        return new Pair(
                NORTH,
                change,
                Evidence.MEETINGS,
                side,
                Optional.of(LINK),
                pairs.size() + 1L,
                source,
                side + "." + side.meeting,
                id(record),
                false,
                body.toString(),
                at,
                Optional.of(outcome));
    }

    private ObjectNode line(Side side, String kind) {
        var line = json("{}");
        line.put("n", ledger(side).size() + 1).put("at", now().toString());
        line.put("account", NORTH).put("kind", kind);
        ledger(side).add(line);
        return line;
    }

    Instant now() {
        return Instant.parse("2026-03-01T08:00:00Z").plusSeconds(second);
    }

    /// Lets both systems state what their ledgers say.
    void statesFromLedgers() {
        facts.clear();
        for (var side : Side.values()) {
            var last = new HashMap<String, ObjectNode>();
            for (var line : ledger(side)) {
                var effect = line.path("effect");
                if (effect.path("resource").asText().equals(side.meeting)) {
                    var fact = last.computeIfAbsent(effect.path("id").asText(), _ -> json("{}"));
                    boolean gone = effect.path("op").asText().equals("delete");
                    if (!gone) {
                        fact.removeAll();
                        fact.setAll(
                                side == Side.ACME
                                        ? TinyFacts.ofAcme(effect.path("record"))
                                        : TinyFacts.ofApp(effect.path("record")));
                    }
                    fact.put("id", effect.path("id").asText()).put("deleted", gone);
                    fact.put("sequence", line.path("n").asLong());
                }
            }
            facts.put(side, new ArrayList<>(last.values()));
        }
    }

    Judgement judged() {
        var agreement = new Agreement();
        var rows = new Rows(pairs, List.of(), links, attempts, parked, acts, duplicates);
        var stated = new ArrayList<Fact>();
        facts.forEach(
                (side, list) ->
                        list.forEach(fact -> stated.add(Fact.read(agreement, NORTH, side, fact))));
        var told = Traffic.read(List.of(List.copyOf(traffic)));
        var before = evidence(agreement, stated, told, rows, List.of());
        var samples = List.<JsonNode>of(overview(drawbridge.sandbox.judge.Tally.of(before)));
        return Judge.judge(evidence(agreement, stated, told, rows, samples), 1);
    }

    private Evidence evidence(
            Agreement agreement,
            List<Fact> stated,
            Traffic told,
            Rows rows,
            List<JsonNode> samples) {
        return new Evidence(
                agreement,
                book(Side.ACME, agreement),
                book(Side.APP, agreement),
                stated,
                told,
                rows,
                new Noted(
                        samples,
                        true,
                        false,
                        List.of(),
                        operator,
                        dashboard,
                        Map.of(),
                        Leaks.NONE));
    }

    private Book book(Side side, Agreement agreement) {
        var entries = ledger(side).stream().map(line -> Entry.read(side, line)).toList();
        return new Book(side, entries, agreement);
    }

    /// What a gateway that counts right would say.
    private static ObjectNode overview(drawbridge.sandbox.judge.Tally tally) {
        var sample = json("{}").put("at", "08:01").put("final", true);
        var overview = sample.putObject("overview");
        tally.all().into(overview.putObject("counts"));
        var directions = overview.putObject("directions");
        tally.directions().forEach((name, counts) -> counts.into(directions.putObject(name)));
        var tenants = overview.putArray("tenants");
        tally.tenants()
                .forEach(
                        (name, counts) ->
                                counts.into(
                                        tenants.addObject()
                                                .put("tenant", name)
                                                .putObject("counts")));
        return sample;
    }

    /// Parks a group of the pair, or the whole record.
    void park(String kind, Optional<Group> group) {
        parked.add(
                new Parked(
                        NORTH,
                        new UUID(9, parked.size() + 1),
                        Evidence.MEETINGS,
                        Optional.of(LINK),
                        kind,
                        "both-changed",
                        "Both changed.",
                        Set.of(),
                        group,
                        "",
                        Optional.of("apt_1"),
                        Optional.of("101"),
                        "open",
                        now(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /// Closes the item that was parked last.
    void closeLast(String state) {
        var item = parked.removeLast();
        parked.add(
                new Parked(
                        item.tenant(),
                        item.id(),
                        item.flow(),
                        item.lane(),
                        item.kind(),
                        item.reason(),
                        item.sentence(),
                        item.changes(),
                        item.group(),
                        item.field(),
                        item.acmeId(),
                        item.appId(),
                        state,
                        item.parkedAt(),
                        Optional.of(now()),
                        item.partOf()));
    }

    /// An operator decides about the item that was parked last, ten seconds later.
    void decide(String verb) {
        second += 10;
        var key = new UUID(4, acts.size() + 1);
        var item = parked.getLast().id();
        operator.add(new Decision(key, now(), NORTH, item, verb, 200, "accepted"));
        acts.add(new Act(NORTH, item, verb, now()));
    }

    /// The link becomes a tombstone.
    void bury() {
        links.replaceAll(
                link ->
                        new Link(
                                link.tenant(),
                                link.flow(),
                                link.id(),
                                "tombstone",
                                link.acmeId(),
                                link.appId()));
    }

    /// The change, pending.
    static Pair pending(Pair pair) {
        return with(pair, pair.body(), Optional.empty());
    }

    /// The change with another end.
    static Pair ended(Pair pair, String kind, String reason, Optional<UUID> newer) {
        return ended(pair, pair.body(), kind, reason, newer);
    }

    /// The change with another body and another end.
    static Pair ended(Pair pair, String body, String kind, String reason, Optional<UUID> newer) {
        return with(
                pair,
                body,
                Optional.of(
                        new Outcome(
                                pair.tenant(),
                                pair.change(),
                                pair.flow(),
                                kind,
                                reason,
                                newer,
                                pair.acceptedAt())));
    }

    private static Pair with(Pair pair, String body, Optional<Outcome> outcome) {
        return new Pair(
                pair.tenant(),
                pair.change(),
                pair.flow(),
                pair.side(),
                pair.lane(),
                pair.sequence(),
                pair.source(),
                pair.resource(),
                pair.recordId(),
                pair.tombstone(),
                body,
                pair.acceptedAt(),
                outcome);
    }
}
