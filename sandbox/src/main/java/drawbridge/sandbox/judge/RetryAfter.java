package drawbridge.sandbox.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Once a system has asked for patience, nothing at all is asked of it for that customer before the
/// time that it named: no write, no look, no sweep, no token.
///
/// What had been sent before the gateway could hear of it is no breach, and told as a note. That is
/// whatever comes within a moment of the first such answer, and a little later at most one call on
/// each connection: whoever sends a second one has read the answer to the first.
final class RetryAfter implements Check {

    /// How long an answer may lie unread on a machine that is busy.
    private static final Duration UNREAD = Duration.ofMillis(500);

    /// How long a connection may take to be opened there.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    @Override
    public String name() {
        return "retry-after";
    }

    @Override
    public boolean mayBeIdle() {
        return true;
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        evidence.books().forEach(book -> examine(book, finding));
        return finding;
    }

    /// @param since when it was asked for first
    /// @param told the line that named the time
    /// @param heard connections on which an answer or a call came since
    private record Patience(Instant since, Instant until, Entry told, Set<Integer> heard) {

        static Patience of(Entry told, Optional<Patience> before) {
            var until = told.at().plusSeconds(told.retryAfterSeconds());
            var running = before.filter(one -> told.at().isBefore(one.until()));
            return running.filter(one -> one.until().isAfter(until))
                    .orElseGet(
                            () ->
                                    new Patience(
                                            running.map(Patience::since).orElse(told.at()),
                                            until,
                                            told,
                                            running.map(Patience::heard).orElseGet(HashSet::new)));
        }
    }

    private static void examine(Book book, Finding finding) {
        Map<String, Patience> asked = new LinkedHashMap<>();
        List<Entry> onTheirWay = new ArrayList<>();
        for (var entry : book.entries()) {
            if (!entry.fromGateway()) {
                continue;
            }
            var patience = Optional.ofNullable(asked.get(entry.account()));
            if (patience.isPresent()) {
                finding.look();
                if (entry.at().isBefore(patience.get().until())) {
                    if (wasOnItsWay(entry, patience.get())) {
                        onTheirWay.add(entry);
                    } else {
                        finding.breach(sentence(entry, patience.get()));
                    }
                }
            }
            if (entry.retryAfterSeconds() > 0) {
                asked.put(entry.account(), Patience.of(entry, patience));
            }
            Optional.ofNullable(asked.get(entry.account()))
                    .ifPresent(since -> since.heard().add(entry.port()));
        }
        if (!onTheirWay.isEmpty()) {
            finding.note(
                    "%d calls were on their way already when %s ledger first asked for patience (such as line %d)."
                            .formatted(
                                    onTheirWay.size(),
                                    book.side().owner(),
                                    onTheirWay.getFirst().n()));
        }
    }

    private static boolean wasOnItsWay(Entry entry, Patience patience) {
        var late = Duration.between(patience.since(), entry.at());
        return late.compareTo(UNREAD) < 0
                || (late.compareTo(ON_ITS_WAY) < 0 && !patience.heard().contains(entry.port()));
    }

    private static String sentence(Entry entry, Patience patience) {
        return "%s %s (%s, %s) came at %s, before %s as line %d had asked."
                .formatted(
                        entry.method(),
                        entry.path(),
                        entry.where(),
                        entry.account(),
                        entry.at(),
                        patience.until(),
                        patience.told().n());
    }
}
