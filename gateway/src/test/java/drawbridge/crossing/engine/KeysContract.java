package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Settlements.ending;
import static drawbridge.crossing.engine.Settlements.linking;
import static drawbridge.crossing.engine.Settlements.put;
import static drawbridge.crossing.engine.Settlements.rest;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Settling.Attempt;
import drawbridge.crossing.engine.Settling.Attempted;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.OutcomeKind;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Creates reserve the keys of what they make.
abstract class KeysContract extends JournalTheme {

    private static final Key WEAK = new Key(Hash.of("key", "weak"), false);
    private static final Key STRONG = new Key(Hash.of("key", "strong"), true);
    private static final Key OTHER = new Key(Hash.of("key", "other"), false);

    KeysContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void keepsTwoCreatesOfTheSameApart() {
        Opened one = arrived("a1");
        Opened two = arrived("a2");
        assertThat(attempt(one, "a1", WEAK)).isEqualTo(Attempted.GO);

        assertThat(attempt(two, "a2", WEAK)).isEqualTo(Attempted.RESERVED);

        assertThat(attempt(one, "a1", WEAK)).isEqualTo(Attempted.GO);
    }

    @Test
    void letsTheNextOneGoWhenTheFirstIsSettled() {
        Opened one = arrived("a1");
        Opened two = arrived("a2");
        Attempt first = create(one, "a1", WEAK);
        assertThat(await(journal.attempt(first))).isEqualTo(Attempted.GO);
        settle(one, first, "a1", "e1");

        assertThat(attempt(two, "a2", WEAK)).isEqualTo(Attempted.GO);
    }

    @Test
    void letsTheNextOneGoWhenTheFirstWasRefused() {
        Opened one = arrived("a1");
        Opened two = arrived("a2");
        Attempt first = create(one, "a1", WEAK, STRONG);
        assertThat(await(journal.attempt(first))).isEqualTo(Attempted.GO);
        await(journal.settle(ending(put(one, new Next.Rest()), first.id())));

        assertThat(attempt(two, "a2", WEAK, STRONG)).isEqualTo(Attempted.GO);
    }

    @Test
    void keepsAStrongKeyWithItsLink() {
        Opened one = arrived("a1");
        Opened two = arrived("a2");
        Attempt first = create(one, "a1", STRONG);
        assertThat(await(journal.attempt(first))).isEqualTo(Attempted.GO);
        assertThat(attempt(two, "a2", STRONG)).isEqualTo(Attempted.RESERVED);

        settle(one, first, "a1", "e1");

        assertThat(attempt(two, "a2", STRONG)).isEqualTo(Attempted.KEPT);
    }

    @Test
    void reservesAllKeysOrNone() {
        Opened one = arrived("a1");
        Opened two = arrived("a2");
        Opened three = arrived("a3");
        assertThat(attempt(one, "a1", WEAK)).isEqualTo(Attempted.GO);
        assertThat(attempt(two, "a2", OTHER, WEAK)).isEqualTo(Attempted.RESERVED);

        assertThat(attempt(three, "a3", OTHER)).isEqualTo(Attempted.GO);
    }

    private Opened arrived(String id) {
        append(north, Trigger.WEBHOOK, change(id));
        return open(id);
    }

    private Attempted attempt(Opened opened, String id, Key... keys) {
        return await(journal.attempt(create(opened, id, keys)));
    }

    private Attempt create(Opened opened, String id, Key... keys) {
        Attempt plain = create(opened.lease(), unlinked(id));
        return new Attempt(
                plain.id(),
                plain.lease(),
                plain.target(),
                plain.operation(),
                plain.record(),
                plain.link(),
                List.of(keys),
                plain.deadline(),
                plain.request(),
                plain.sent());
    }

    private void settle(Opened opened, Attempt attempt, String acme, String app) {
        await(
                journal.settle(
                        linking(
                                ending(rest(opened, OutcomeKind.APPLIED), attempt.id()),
                                Records.link(lane(acme), acme, app))));
    }
}
