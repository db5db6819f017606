package drawbridge.system;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.SystemSpec.People;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.system.Lines.Line;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Whose a record is, where each user of a connection has a grant of their own. Learnt from the
/// records that pass by, a bounded number of them; what is not known is read over the connection.
final class Owners {

    private static final int REMEMBERED = 20_000;

    /// Reads a record over the connection; empty when it is not there.
    interface Reads {

        Future<Optional<Value.Obj>> read(RecordRef record);
    }

    private record Key(TenantId tenant, RecordRef record) {}

    /// The owner's id of a record that is owned; the name of a user.
    private final Map<Key, String> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, String> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /// A record of a system passes by.
    void saw(Line line, RecordRef record, Value.Obj state) {
        people(line)
                .flatMap(people -> place(people, record.resource()))
                .flatMap(place -> place.find(state))
                .flatMap(Values::idText)
                .ifPresent(text -> keep(new Key(line.tenant(), record), text));
    }

    /// Whose grant a change of a record needs; empty where the connection's own does.
    ///
    /// @param body of a record that is to be made
    Future<Optional<String>> of(
            Line line,
            ResourceName resource,
            Optional<RecordRef> record,
            Optional<Value.Obj> body,
            Reads reads) {
        Optional<People> people =
                people(line).filter(all -> all.owns().containsKey(resource.resource()));
        if (people.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        Future<Optional<String>> owner =
                record.map(one -> text(line, people.get(), one, reads))
                        .orElseGet(
                                () ->
                                        Future.succeededFuture(
                                                place(people.get(), resource)
                                                        .flatMap(place -> body.flatMap(place::find))
                                                        .flatMap(Values::idText)));
        ResourceName users = new ResourceName(resource.system(), people.get().resource());
        return owner.compose(
                        id ->
                                id.map(user -> new RecordRef(users, user))
                                        .map(user -> text(line, people.get(), user, reads))
                                        .orElseGet(() -> Future.succeededFuture(Optional.empty())))
                .map(name -> name.map(text -> text.toLowerCase(Locale.ROOT)));
    }

    private Future<Optional<String>> text(Line line, People people, RecordRef record, Reads reads) {
        Optional<String> remembered = find(new Key(line.tenant(), record));
        return remembered.isPresent()
                ? Future.succeededFuture(remembered)
                : reads.read(record)
                        .map(
                                found -> {
                                    found.ifPresent(state -> saw(line, record, state));
                                    return place(people, record.resource())
                                            .flatMap(place -> found.flatMap(place::find))
                                            .flatMap(Values::idText);
                                });
    }

    private static Optional<People> people(Line line) {
        return line.connection().perUser() ? line.system().people() : Optional.empty();
    }

    /// Where a user's record holds the name, any other its owner.
    private static Optional<Pointer> place(People people, ResourceName resource) {
        return resource.resource().equals(people.resource())
                ? Optional.of(people.name())
                : Optional.ofNullable(people.owns().get(resource.resource()));
    }

    private synchronized Optional<String> find(Key key) {
        return Optional.ofNullable(known.get(key));
    }

    private synchronized void keep(Key key, String text) {
        known.put(key, text);
    }
}
