package drawbridge.crossing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Base;
import drawbridge.sync.Link;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

class ReferenceTest {

    private static final UUID LINK = new UUID(1, 2);

    /// As it was settled last, before the appointment `a1` went.
    private static Link link(String version, String title) {
        State state = State.of(new Value.Obj(Map.of("subject", Value.of(title))));
        return new Link(
                LINK,
                new FlowName("appointments"),
                Link.Life.TOMBSTONE,
                new Link.End(
                        Optional.of("a1"),
                        Optional.of(Base.of(state)),
                        Optional.of(version),
                        Optional.empty()),
                Link.End.NONE,
                "m1");
    }

    @Test
    void isTheSameForEachTryToMakeARecordAnew() {
        assertThat(Reference.anew(link("4", "Title 1"), Side.ACME))
                .isEqualTo(Reference.anew(link("4", "Title 1"), Side.ACME))
                .startsWith(LINK + "~");
    }

    /// What was made in its place the first time, and not heard of, still carries the first one.
    @Test
    void isAnotherOnceTheRecordCameBackAndWentAgain() {
        String first = Reference.anew(link("4", "Title 1"), Side.ACME);

        assertThat(Reference.anew(link("6", "Title 1"), Side.ACME)).isNotEqualTo(first);
        assertThat(Reference.anew(link("4", "Title 2"), Side.ACME)).isNotEqualTo(first);
    }

    @Test
    void tellsTheLinkAndWhetherItWasMadeAnew() {
        String anew = Reference.anew(link("4", "Title 1"), Side.ACME);

        assertThat(Reference.link(anew)).contains(LINK);
        assertThat(Reference.isAnew(anew)).isTrue();
        assertThat(Reference.isAnew(Reference.of(LINK))).isFalse();
        assertThat(Reference.link("of somebody else")).isEmpty();
    }
}
