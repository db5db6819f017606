package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A change, or one group of its fields, that waits for a person.
///
/// @param reason the code of the cause, for grouping
/// @param sentence the cause in plain words
/// @param group the field group in dispute; absent where the whole record is meant
/// @param field the exact field that is bad; absent where none can be named
/// @param acme Acme's record; absent while it does not exist
/// @param app the app's record; absent while it does not exist
/// @param baseValue what both held when they last agreed, as short text
/// @param acmeValue what Acme holds, as short text
/// @param appValue what the app holds, as short text
/// @param version grows with each update of this item; an action must name the one it saw
/// @param by who closed it; absent while open
/// @param actions what is possible in this state, whoever asks
/// @param records how many records it stands for; an action is carried out for all of them
public record Parked(
        String id,
        String tenant,
        String flow,
        ParkedKind kind,
        String reason,
        String sentence,
        @Nullable String group,
        @Nullable String field,
        @Nullable RecordId acme,
        @Nullable RecordId app,
        @Nullable String baseValue,
        @Nullable String acmeValue,
        @Nullable String appValue,
        int tries,
        Instant parkedAt,
        @Nullable Instant lastTriedAt,
        String mappingVersion,
        long version,
        ParkedState state,
        @Nullable String by,
        List<ParkedAction> actions,
        int records) {

    public Parked {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(sentence, "sentence");
        Objects.requireNonNull(parkedAt, "parkedAt");
        Objects.requireNonNull(mappingVersion, "mappingVersion");
        Objects.requireNonNull(state, "state");
        actions = List.copyOf(actions);
        records = Math.max(1, records);
    }

    /// One that stands for one record.
    public Parked(
            String id,
            String tenant,
            String flow,
            ParkedKind kind,
            String reason,
            String sentence,
            @Nullable String group,
            @Nullable String field,
            @Nullable RecordId acme,
            @Nullable RecordId app,
            @Nullable String baseValue,
            @Nullable String acmeValue,
            @Nullable String appValue,
            int tries,
            Instant parkedAt,
            @Nullable Instant lastTriedAt,
            String mappingVersion,
            long version,
            ParkedState state,
            @Nullable String by,
            List<ParkedAction> actions) {
        this(
                id,
                tenant,
                flow,
                kind,
                reason,
                sentence,
                group,
                field,
                acme,
                app,
                baseValue,
                acmeValue,
                appValue,
                tries,
                parkedAt,
                lastTriedAt,
                mappingVersion,
                version,
                state,
                by,
                actions,
                1);
    }
}
