package drawbridge.mapping.check.propose;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.check.document.ApiDocument;
import drawbridge.mapping.check.document.ApiOperation;
import drawbridge.mapping.check.document.Shape;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes what is known and guessed of one resource.
///
/// @param path of the list
/// @param item the path of one record, where there is one
record ResourceDraft(
        ApiDocument document,
        Draft draft,
        List<String> open,
        String name,
        String path,
        Optional<String> item,
        Optional<ListGuess> list) {

    private static final List<String> IDS = List.of("id", "uuid", "guid", "key", "uid");
    private static final List<String> VERSIONS =
            List.of("version", "revision", "etag", "odataetag", "rev", "lockversion", "sequence");
    private static final List<String> DELETED = List.of("deleted", "isdeleted", "archived");
    private static final List<String> REFERENCES =
            List.of(
                    "externalref",
                    "externalreference",
                    "externalid",
                    "externalkey",
                    "extid",
                    "foreignid",
                    "foreignkey",
                    "xref",
                    "xrefid");

    /// Whether a record can be told from another; of one that nothing is known of we believe it.
    boolean isIdentified() {
        return record(wrap()).map(record -> id(record).isPresent()).orElse(true);
    }

    void write() {
        Optional<Pointer> wrap = wrap();
        Optional<Shape> record = record(wrap);
        draft.line(1, name + ":");
        wrap.ifPresent(
                at -> draft.guess(2, "record: " + at, "the only object in the answer to a read"));
        record.ifPresentOrElse(
                this::facts,
                () -> {
                    draft.guess(2, "id: /id", "the document does not say what a record looks like");
                    open.add(name + ".id: where a record holds its id");
                });
        call("read", "GET");
        list.ifPresent(this::list);
        operation("POST", path).ifPresent(_ -> draft.line(2, "create: POST " + path));
        if (operation("PATCH").isPresent()) {
            call("update", "PATCH");
        } else if (operation("PUT").isPresent()) {
            draft.guess(
                    2,
                    "update: " + Draft.text("PUT " + one()),
                    "there is no PATCH; if PUT takes away what is not sent, this loses data");
            open.add(name + ".update: whether PUT keeps the members that are not sent");
        }
        call("delete", "DELETE");
        lookups(record);
        draft.blank();
    }

    private String one() {
        return item.orElse(path + "/{id}").replaceAll("\\{[^}]*}(\\)?)$", "{id}$1");
    }

    private Optional<ApiOperation> operation(String method) {
        return item.flatMap(at -> operation(method, at));
    }

    private Optional<ApiOperation> operation(String method, String at) {
        return document.operation(method, at);
    }

    private void call(String key, String method) {
        operation(method).ifPresent(_ -> draft.line(2, key + ": " + method + " " + one()));
    }

    // ---- What a record says of itself

    private Optional<Pointer> wrap() {
        Optional<Shape> read = operation("GET").flatMap(ApiOperation::success);
        if (read.isEmpty() || find(read.get(), IDS, Set.of("string", "integer")).isPresent()) {
            return Optional.empty();
        }
        List<Pointer> objects =
                read.get().places().stream()
                        .filter(at -> at.steps().size() == 1)
                        .filter(
                                at ->
                                        read.get()
                                                .at(at)
                                                .filter(
                                                        shape ->
                                                                !shape.isList()
                                                                        && find(
                                                                                        shape,
                                                                                        IDS,
                                                                                        Set.of(
                                                                                                "string",
                                                                                                "integer"))
                                                                                .isPresent())
                                                .isPresent())
                        .toList();
        return objects.size() == 1 ? objects.stream().findFirst() : Optional.empty();
    }

    private Optional<Shape> record(Optional<Pointer> wrap) {
        return operation("GET")
                .flatMap(ApiOperation::success)
                .flatMap(shape -> wrap.isEmpty() ? Optional.of(shape) : shape.at(wrap.get()))
                .or(() -> list.map(ListGuess::row));
    }

    private void facts(Shape record) {
        id(record)
                .ifPresent(
                        at ->
                                draft.guess(
                                        2,
                                        "id: " + at,
                                        at.toString().equals("/id") ? "" : "by its name"));
        version(record);
        updated(record);
        // A list may hold what is left of a deleted record.
        find(list.map(ListGuess::row).orElse(record), DELETED, Set.of("boolean"))
                .ifPresent(
                        at ->
                                draft.guess(
                                        2,
                                        "deleted-marker: " + at,
                                        at.steps().getLast().equalsIgnoreCase("archived")
                                                ? "archived may mean something else"
                                                : "by its name"));
    }

    private Optional<Pointer> id(Shape record) {
        Set<String> types = Set.of("string", "integer", "number");
        return find(record, IDS, types)
                .or(() -> find(record, List.of(Words.plain(name) + "id"), types))
                .or(() -> find(record, inPath(), types));
    }

    /// What the path of one record calls its id.
    private List<String> inPath() {
        return item.map(at -> at.replaceAll("^.*\\{([^}]*)}.*$", "$1")).map(Words::plain).stream()
                .toList();
    }

    private void version(Shape record) {
        find(record, VERSIONS, Set.of("string", "integer"))
                .ifPresent(
                        at -> {
                            boolean ordered =
                                    record.at(at)
                                            .filter(
                                                    shape ->
                                                            shape.facts()
                                                                    .types()
                                                                    .equals(Set.of("integer")))
                                            .isPresent();
                            boolean ifMatch =
                                    List.of("PATCH", "PUT").stream()
                                            .flatMap(method -> operation(method).stream())
                                            .flatMap(
                                                    found ->
                                                            found
                                                                    .parameters("header")
                                                                    .keySet()
                                                                    .stream())
                                            .anyMatch("If-Match"::equalsIgnoreCase);
                            draft.guess(
                                    2,
                                    "version: { at: %s%s%s }"
                                            .formatted(
                                                    Draft.text(at.toString()),
                                                    ordered ? ", ordered: true" : "",
                                                    ifMatch
                                                            ? ", precondition: '\"{version}\"'"
                                                            : ""),
                                    "by its name"
                                            + (ifMatch
                                                    ? "; how If-Match spells it stands in a header"
                                                            + " ETag"
                                                    : ""));
                        });
    }

    private void updated(Shape record) {
        for (Pointer at : record.places()) {
            String last = Words.plain(at.steps().getLast());
            boolean named =
                    at.steps().size() <= 2
                            && last.matches(
                                    "(last)?(updated|modified|changed|update)(at|on|time|date|datetime)?");
            Optional<Shape> shape = record.at(at);
            if (named && shape.filter(found -> !found.isList() && isTime(found)).isPresent()) {
                ListGuess.Format format = ListGuess.Format.of(shape.get());
                draft.guess(
                        2,
                        "updated-at: { at: %s, format: %s }"
                                .formatted(Draft.text(at.toString()), format.word()),
                        "by its name" + (format.why().isEmpty() ? "" : "; " + format.why()));
                return;
            }
        }
        draft.note(
                2,
                "no member says when a record changed: each write is read back, and 'newest' never"
                        + " decides");
    }

    private static boolean isTime(Shape shape) {
        return shape.facts().mayBe(Set.of("string", "integer", "number"));
    }

    /// @param types that it must have; one that the document does not tell is none
    private static Optional<Pointer> find(Shape record, List<String> names, Set<String> types) {
        for (String name : names) {
            for (Pointer at : record.places()) {
                boolean fits =
                        at.steps().size() == 1
                                && Words.plain(at.steps().getLast()).equals(name)
                                && record.at(at)
                                        .filter(
                                                shape ->
                                                        shape.facts().types().stream()
                                                                .anyMatch(types::contains))
                                        .isPresent();
                if (fits) {
                    return Optional.of(at);
                }
            }
        }
        return Optional.empty();
    }

    // ---- Lists and lookups

    private void list(ListGuess guess) {
        draft.line(2, "list:");
        draft.line(3, "path: " + path);
        guess.query().ifPresent(line -> draft.guess(3, line.text(), line.why()));
        guess.since()
                .ifPresentOrElse(
                        line -> draft.guess(3, line.text(), line.why()),
                        () ->
                                draft.note(
                                        3,
                                        "no parameter asks for what changed: all rows are read, each"
                                                + " time"));
        ListGuess.Line pages = guess.pages();
        draft.guess(3, pages.text(), pages.why());
        if (pages.text().equals("pages: none")) {
            open.add(name + ".list.pages: whether the list comes as a whole");
        }
        draft.guess(
                3,
                "items: " + (guess.items().isEmpty() ? "\"\"" : Draft.text(guess.items())),
                guess.isCertain() ? "" : "by its name");
    }

    private void lookups(Optional<Shape> record) {
        if (list.isEmpty()) {
            return;
        }
        Set<String> parameters = list.get().parameters().keySet();
        Optional<String> email =
                parameters.stream()
                        .filter(at -> Words.plain(at).matches("e?mail(address)?"))
                        .findFirst();
        Optional<Pointer> reference =
                record.flatMap(shape -> find(shape, REFERENCES, Set.of("string")));
        Optional<String> byReference =
                parameters.stream().filter(at -> REFERENCES.contains(Words.plain(at))).findFirst();
        boolean takesReference =
                reference.isPresent() && byReference.isPresent() && isSent(reference.get());
        if (takesReference) {
            draft.guess(2, "external-reference: " + reference.get(), "by its name");
        } else {
            reference.ifPresent(
                    at ->
                            draft.note(
                                    2,
                                    "external-reference: %s, if the list can be asked for it"
                                            .formatted(at)));
        }
        if (email.isEmpty() && !takesReference) {
            return;
        }
        draft.line(2, "lookups:");
        if (takesReference) {
            lookup("external-reference", byReference.get(), "reference");
        }
        email.ifPresent(at -> lookup("by-email", at, "email"));
    }

    /// Whether the body of a create takes it.
    private boolean isSent(Pointer at) {
        return operation("POST", path)
                .flatMap(ApiOperation::request)
                .flatMap(body -> body.at(at))
                .isPresent();
    }

    private void lookup(String key, String parameter, String place) {
        draft.guess(
                3,
                "%s: { path: %s, query: { %s: \"{%s}\" }, items: %s }"
                        .formatted(
                                key,
                                Draft.text(path),
                                Draft.text(parameter),
                                place,
                                list.orElseThrow().items().isEmpty()
                                        ? "\"\""
                                        : Draft.text(list.orElseThrow().items())),
                "by the name of the parameter");
    }
}
