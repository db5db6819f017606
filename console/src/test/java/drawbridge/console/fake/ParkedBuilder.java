package drawbridge.console.fake;

import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.RecordId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// Makes parked items and their later versions.
public final class ParkedBuilder {

    private final String id;
    private final String tenant;
    private final ParkedKind kind;
    private final Instant at;
    private String reason = "both-changed";
    private String sentence = "Acme and the app both changed the time.";
    private @Nullable String group;
    private @Nullable String field;
    private @Nullable String base;
    private @Nullable String acme;
    private @Nullable String app;

    public ParkedBuilder(String id, String tenant, ParkedKind kind, Instant at) {
        this.id = id;
        this.tenant = tenant;
        this.kind = kind;
        this.at = at;
    }

    public ParkedBuilder with(String reason, String sentence) {
        this.reason = reason;
        this.sentence = sentence;
        return this;
    }

    public ParkedBuilder about(
            @Nullable String group,
            @Nullable String field,
            @Nullable String base,
            @Nullable String acme,
            @Nullable String app) {
        this.group = group;
        this.field = field;
        this.base = base;
        this.acme = acme;
        this.app = app;
        return this;
    }

    public Parked build(List<ParkedAction> actions) {
        return new Parked(
                id,
                tenant,
                "appointments",
                kind,
                reason,
                sentence,
                group,
                field,
                new RecordId("acme.appointment", "A-" + id),
                new RecordId("app.event", "4" + id),
                base,
                acme,
                app,
                1,
                at,
                at,
                "7",
                1,
                ParkedState.OPEN,
                null,
                actions);
    }

    /// The next version of an item, in another state.
    public static Parked later(
            Parked p, ParkedState state, @Nullable String by, int tries, String sentence) {
        return new Parked(
                p.id(),
                p.tenant(),
                p.flow(),
                p.kind(),
                p.reason(),
                sentence,
                p.group(),
                p.field(),
                p.acme(),
                p.app(),
                p.baseValue(),
                p.acmeValue(),
                p.appValue(),
                tries,
                p.parkedAt(),
                p.lastTriedAt(),
                p.mappingVersion(),
                p.version() + 1,
                state,
                by,
                switch (state) {
                    case OPEN -> p.actions();
                    case RESOLVED -> List.of(ParkedAction.RESTORE);
                    case REPLAYED, DISCARDED -> List.of();
                });
    }
}
