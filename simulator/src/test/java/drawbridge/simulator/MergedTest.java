package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Deciding;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/// Two records become one at Acme (S06): what is gone was not deleted.
@NullUnmarked
class MergedTest extends SimStory {

    private static final FlowName USERS = new FlowName("users");

    @Test
    void s06_aUserWhoLivesOnUnderAThirdIdKeepsTheMember() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        RecordRef former = new RecordRef(SimWorld.USER, owner(appointment));
        RecordRef member = partner(former);

        RecordRef survivor = user("user1@example.com");
        acme().delete(former);
        change(acme(), appointment, "owner_id", survivor.id());
        world.pass(Duration.ofMinutes(3));

        assertThat(partner(survivor)).isEqualTo(member);
        assertThat(known(former)).isEmpty();
        assertThat(livingEvent()).as("not made anew").isEqualTo(event);
        assertThat(member(app(), event, "memberId"))
                .isEqualTo(Value.of(Long.parseLong(member.id())));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
        change(acme(), appointment, "subject", "Title 2");
        world.pass(Duration.ofMinutes(1));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
    }

    @Test
    void s06_theSameWhereTheDeleteIsHeardOfFirst() {
        RecordRef appointment = appointment("Title 1");
        RecordRef former = new RecordRef(SimWorld.USER, owner(appointment));
        RecordRef member = partner(former);

        acme().delete(former);
        world.postman.keep();
        RecordRef survivor = user("user1@example.com");
        world.pass(Duration.ofMinutes(1));
        world.postman.letAllGo();
        world.pass(Duration.ofMinutes(1));

        assertThat(partner(survivor)).isEqualTo(member);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void s06_aUserWhoBecamePartOfAnotherLinkedOneLeavesTheMemberToAPerson() {
        RecordRef first = new RecordRef(SimWorld.USER, owner(appointment("Title 1")));
        RecordRef second = user("user2@example.com");
        RecordRef left = member("user2@example.com");
        world.pass(Duration.ofMinutes(1));
        assertThat(partner(second)).isEqualTo(left);

        change(acme(), first, "email", "user2@example.com");
        acme().delete(second);
        world.pass(Duration.ofMinutes(3));

        assertThat(world.journal.books.open(NORTH))
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.reason()).isEqualTo("merged");
                            assertThat(item.sentence()).contains(first.id());
                        });
        assertThat(isGone(app(), left)).isFalse();
        assertThat(known(second)).isPresent();
        decide(Deciding.Verb.KEEP_ACME);
        assertThat(known(second).orElseThrow().life()).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(isGone(app(), left)).as("the flow unlinks").isFalse();
        assertThat(world.journal.books.open(NORTH)).extracting(NewParked::reason).isEmpty();
    }

    private String owner(RecordRef appointment) {
        return ((Value.Text) member(acme(), appointment, "owner_id")).text();
    }

    private RecordRef user(String address) {
        return acme().create(SimWorld.USER, record("email", address, "full_name", "User 2"), false)
                .record();
    }

    private RecordRef member(String address) {
        return app().create(SimWorld.MEMBER, record("mail", address, "name", "User 2"), false)
                .record();
    }

    private RecordRef partner(RecordRef user) {
        return new RecordRef(
                SimWorld.MEMBER, known(user).orElseThrow().app().record().orElseThrow());
    }

    private Optional<Link> known(RecordRef user) {
        return world.journal.links.of(NORTH, USERS, Side.ACME, user.id());
    }
}
