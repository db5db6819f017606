package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Rows.Attempt;
import drawbridge.sandbox.judge.Rows.Link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything the judge knows about a run, in a form that can be asked.
final class Evidence {

    /// The flow of the records that the judge compares.
    static final String MEETINGS = "appointments";

    private final Agreement agreement;
    private final Book acme;
    private final Book app;
    private final Map<RecordKey, Fact> facts = new LinkedHashMap<>();
    private final Traffic traffic;
    private final Rows rows;
    private final Noted noted;
    private final Parking parking;
    private final Calls calls;
    private final Map<UUID, Link> links = new HashMap<>();
    private final Map<RecordKey, Couple> couples = new LinkedHashMap<>();
    private final List<Couple> pairs = new ArrayList<>();
    private final List<Link> unsupported = new ArrayList<>();
    private final Map<UUID, Attempt> attempts = new HashMap<>();

    Evidence(
            Agreement agreement,
            Book acme,
            Book app,
            Collection<Fact> facts,
            Traffic traffic,
            Rows rows,
            Noted noted) {
        this.agreement = agreement;
        this.acme = acme;
        this.app = app;
        facts.forEach(fact -> this.facts.put(fact.key(), fact));
        this.traffic = traffic;
        this.rows = rows;
        this.noted = noted;
        this.parking = new Parking(rows);
        rows.attempts().forEach(attempt -> attempts.put(attempt.id(), attempt));
        rows.links().forEach(link -> links.put(link.id(), link));
        this.calls = new Calls(books(), rows.attempts(), this::attempt, noted.kills());
        rows.links().stream().filter(link -> link.flow().equals(MEETINGS)).forEach(this::couple);
    }

    private void couple(Link link) {
        if (link.acmeId().isEmpty() || link.appId().isEmpty()) {
            return;
        }
        var acme = book(Side.ACME).history(key(link, Side.ACME));
        var app = book(Side.APP).history(key(link, Side.APP));
        if (acme.isEmpty() || app.isEmpty()) {
            unsupported.add(link);
            return;
        }
        var couple =
                new Couple(
                        link.tenant(),
                        link.id(),
                        withFormer(link, acme.get()),
                        withFormer(link, app.get()));
        pairs.add(couple);
        couples.put(acme.get().key(), couple);
        couples.put(app.get().key(), couple);
        former(link, acme.get()).ifPresent(gone -> couples.put(gone.key(), couple));
        former(link, app.get()).ifPresent(gone -> couples.put(gone.key(), couple));
    }

    private History withFormer(Link link, History record) {
        return former(link, record).map(record::after).orElse(record);
    }

    /// The deleted record in whose place this one was made, because a person kept its partner.
    private Optional<History> former(Link link, History record) {
        var side = record.key().side();
        return rows.parked().stream()
                .filter(item -> item.lane().filter(link.id()::equals).isPresent())
                .filter(item -> saidBy(item.id(), "keep-" + side.other()).isPresent())
                .flatMap(item -> item.end(side).stream())
                .filter(id -> !id.equals(record.key().id()))
                .map(id -> new RecordKey(link.tenant(), side, side.meeting, id))
                .flatMap(key -> book(side).history(key).stream())
                .filter(History::deletedByPeople)
                .findFirst();
    }

    private static RecordKey key(Link link, Side side) {
        return new RecordKey(link.tenant(), side, side.meeting, link.end(side).orElse(""));
    }

    Agreement agreement() {
        return agreement;
    }

    Book book(Side side) {
        return side == Side.ACME ? acme : app;
    }

    List<Book> books() {
        return List.of(book(Side.ACME), book(Side.APP));
    }

    Collection<Fact> facts() {
        return facts.values();
    }

    Optional<Fact> fact(RecordKey key) {
        return Optional.ofNullable(facts.get(key));
    }

    Traffic traffic() {
        return traffic;
    }

    Rows rows() {
        return rows;
    }

    Noted noted() {
        return noted;
    }

    Calls calls() {
        return calls;
    }

    Optional<Link> link(UUID id) {
        return Optional.ofNullable(links.get(id));
    }

    /// When a person said that of a parked item: by the operator's own ledger, and where people
    /// could look in, by the audit trail, too.
    Optional<Instant> saidBy(UUID item, String verb) {
        var told =
                noted.operator().stream()
                        .filter(decision -> decision.status() == 0 || decision.accepted())
                        .filter(decision -> decision.parked().equals(item))
                        .filter(decision -> decision.verb().equals(verb))
                        .map(Decision::at);
        var written =
                rows.acts().stream()
                        .filter(act -> noted.open() && act.parked().equals(item))
                        .filter(act -> act.verb().equals(verb))
                        .map(Rows.Act::at);
        return Stream.concat(told, written).min(Instant::compareTo);
    }

    /// Whether people made it with the reference of another record, as a copy has it.
    boolean isCopy(History history) {
        return book(history.key().side()).isCopy(history.key());
    }

    /// How often persons decided about the record: by the operator's own ledger, and where people
    /// could look in, by the audit trail, too.
    long decisions(RecordKey key) {
        var items =
                parking.any(key).stream()
                        .map(Rows.Parked::id)
                        .collect(Collectors.toUnmodifiableSet());
        var asked = new HashSet<List<Object>>();
        for (var decision : noted.operator()) {
            boolean maybe = decision.status() == 0 || decision.accepted();
            if (maybe && items.contains(decision.parked())) {
                asked.add(List.of(decision.parked(), decision.verb()));
            }
        }
        if (noted.open()) {
            rows.acts().stream()
                    .filter(act -> items.contains(act.parked()))
                    .forEach(act -> asked.add(List.of(act.parked(), act.verb())));
        }
        return asked.size();
    }

    Parking parking() {
        return parking;
    }

    Collection<Couple> couples() {
        return List.copyOf(pairs);
    }

    Optional<Couple> couple(RecordKey key) {
        return Optional.ofNullable(couples.get(key));
    }

    Optional<Attempt> attempt(String id) {
        try {
            return Optional.ofNullable(attempts.get(UUID.fromString(id)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Links of two records of which a ledger knows one or none.
    List<Link> unsupported() {
        return List.copyOf(unsupported);
    }
}
