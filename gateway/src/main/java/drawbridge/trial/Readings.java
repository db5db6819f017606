package drawbridge.trial;

import drawbridge.crossing.engine.Remote.Read;
import drawbridge.crossing.engine.Remote.Written;
import drawbridge.mapping.ListSpec;
import drawbridge.mapping.Pages;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.Version;
import drawbridge.system.Listing.Page;
import drawbridge.system.Listing.Sign;
import drawbridge.system.PageGuard;
import drawbridge.system.RecordFacts;
import drawbridge.trial.Attempt.Reading;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the descriptor of a resource makes of an answer.
record Readings(ResourceSpec spec) {

    /// Rows that are told one by one.
    private static final int ROWS = 3;

    List<Reading> of(Read read) {
        return switch (read) {
            case Read.Present present -> record(present.state().record());
            case Read.Absent(boolean explicit) ->
                    List.of(
                            new Reading(
                                    "record",
                                    Optional.of(
                                            explicit
                                                    ? "deleted, says the system"
                                                    : "not found, which proves no delete"),
                                    ""));
        };
    }

    List<Reading> of(Written written) {
        List<Reading> all = new ArrayList<>();
        all.add(new Reading("id", Optional.of(written.record().id()), spec.id().toString()));
        written.state()
                .ifPresentOrElse(
                        state -> record(state.record()).stream().skip(1).forEach(all::add),
                        () ->
                                all.add(
                                        new Reading(
                                                "record",
                                                Optional.of(
                                                        "not whole in the answer: it is read again"
                                                                + " after each write"),
                                                "")));
        return all;
    }

    List<Reading> of(Page page, ListSpec list) {
        List<Reading> all = new ArrayList<>();
        all.add(
                new Reading(
                        "rows",
                        Optional.of(String.valueOf(page.rows().size())),
                        list.items().toString()));
        for (int row = 0; row < Math.min(ROWS, page.rows().size()); row++) {
            if (page.rows().get(row) instanceof Value.Obj object) {
                all.add(new Reading("row " + (row + 1), Optional.of(line(object)), ""));
            }
        }
        if (page.rows().size() > ROWS) {
            all.add(
                    new Reading(
                            "",
                            Optional.of("and %d more".formatted(page.rows().size() - ROWS)),
                            ""));
        }
        all.add(new Reading("next page", Optional.of(next(page)), way(list)));
        return all;
    }

    private static String next(Page page) {
        return page.next()
                .map(cursor -> "yes, from " + PageGuard.shown(cursor))
                .orElseGet(
                        () ->
                                switch (page.sign()) {
                                    case Sign.Nothing _ -> "none: this is the last";
                                    case Sign.Token(String cursor) ->
                                            "none: this is the last; the next reading goes on from "
                                                    + cursor;
                                    case Sign.Moved _ ->
                                            "rows left the list while it was read: it is begun anew";
                                    case Sign.Expired _ ->
                                            "the token is too old: the list is read anew";
                                });
    }

    private static String way(ListSpec list) {
        return switch (list.pages().way()) {
            case Pages.Cursor cursor -> cursor.next().toString();
            case Pages.NextUrl url -> url.at().toString();
            case Pages.Link link -> "header Link, rel=" + link.relation();
            case Pages.Numbered _ -> "by number";
            case Pages.Offset _ -> "by offset";
            case Pages.None _ -> "all in one";
        };
    }

    private String line(Value.Obj row) {
        RecordFacts facts = RecordFacts.of(spec, row);
        StringBuilder line = new StringBuilder(facts.id().orElse("without an id"));
        facts.version()
                .map(Version::text)
                .ifPresent(text -> line.append(", version ").append(text));
        facts.updatedAt().ifPresent(at -> line.append(", changed ").append(at));
        if (spec.updatedAt().isPresent() && facts.updatedAt().isEmpty()) {
            line.append(", without a time of change");
        }
        return line.append(facts.deleted() ? ", deleted" : "").toString();
    }

    private List<Reading> record(Value.Obj record) {
        RecordFacts facts = RecordFacts.of(spec, record);
        List<Reading> all = new ArrayList<>();
        all.add(new Reading("id", facts.id(), spec.id().toString()));
        spec.version()
                .ifPresent(
                        version ->
                                all.add(
                                        new Reading(
                                                "version",
                                                facts.version().map(Version::text),
                                                version.at().toString())));
        spec.updatedAt()
                .ifPresent(
                        updated ->
                                all.add(
                                        new Reading(
                                                "changed",
                                                facts.updatedAt().map(Instant::toString),
                                                updated.at().toString())));
        spec.deletedMarker()
                .ifPresent(
                        marker ->
                                all.add(
                                        new Reading(
                                                "deleted",
                                                Optional.of(facts.deleted() ? "yes" : "no"),
                                                marker.at().toString())));
        spec.externalReference()
                .ifPresent(
                        at ->
                                all.add(
                                        new Reading(
                                                "our reference",
                                                at.find(record).flatMap(Values::idText),
                                                at.toString())));
        return all;
    }

    /// What was looked for and not found, of what each record must have.
    Optional<String> lacking(Value.Obj record) {
        RecordFacts facts = RecordFacts.of(spec, record);
        if (facts.id().isEmpty()) {
            return Optional.of(lacks("id", spec.id()));
        }
        if (spec.version().isPresent() && facts.version().isEmpty()) {
            return Optional.of(lacks("version", spec.version().get().at()));
        }
        return spec.updatedAt()
                .filter(_ -> facts.updatedAt().isEmpty())
                .map(updated -> lacks("time of change", updated.at()));
    }

    private static String lacks(String what, Pointer at) {
        return "the descriptor looks for the %s at %s, and reads nothing there".formatted(what, at);
    }
}
