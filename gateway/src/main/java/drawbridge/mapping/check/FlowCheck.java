package drawbridge.mapping.check;

import drawbridge.mapping.Count;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Flow.Group;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.FigureSpec;
import drawbridge.mapping.cel.RecordType;
import drawbridge.mapping.check.document.ApiOperation;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Expressions;
import drawbridge.mapping.file.Inspected.Laid;
import drawbridge.mapping.file.Nearest;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.file.Yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Holds the places that flows and counts name to what is known about the records of both sides.
record FlowCheck(Map<String, Api> apis, Problems problems) {

    // ---- Flows

    void flow(Laid<Flow> flow) {
        Section yaml = flow.yaml();
        for (Flow.Enrichment enrichment : flow.made().enrichments()) {
            Section at = yaml.section("enrichments").section(enrichment.name());
            ResourceName of = flow.made().end(enrichment.of()).resource();
            Apis.record(apis, of)
                    .ifPresent(
                            record -> {
                                var _ =
                                        new Places(problems)
                                                .find(at.need("reference"), record, of.toString());
                            });
        }
        expressions(flow);
        for (Group group : flow.made().groups()) {
            Section fields = yaml.section("groups").section(group.name().value()).section("fields");
            for (FieldName name : group.fields()) {
                Section field = fields.section(name.value());
                for (Side side : Side.values()) {
                    problems.run(() -> field(flow.made(), group, field, side));
                }
            }
        }
    }

    /// Expressions ask for members that the documents have, and do with them what their types
    /// allow.
    private void expressions(Laid<Flow> flow) {
        for (Expressions.Written written : Expressions.in(flow.yaml())) {
            Flow.End end = flow.made().end(written.side());
            var _ =
                    Expressions.of(
                                    written.side(),
                                    end.resource(),
                                    flow.made().enrichments(),
                                    end.changed(),
                                    resource ->
                                            Apis.record(apis, resource)
                                                    .map(ShapeTypes::of)
                                                    .orElseGet(RecordType.Anything::new))
                            .asked(
                                    written.text(),
                                    written.wanted(),
                                    written.absentIsEmpty(),
                                    problems);
        }
    }

    private void field(Flow flow, Group group, Section field, Side side) {
        Optional<String> enrichment = enrichment(field, side);
        ResourceName resource =
                enrichment
                        .flatMap(
                                name ->
                                        flow.enrichments().stream()
                                                .filter(known -> known.name().equals(name))
                                                .findFirst())
                        .map(Flow.Enrichment::resource)
                        .orElseGet(() -> flow.end(side).resource());
        boolean isWritten = enrichment.isEmpty() && group.ways().contains(side.inbound());
        boolean isSent = group.ways().contains(side.outbound());
        List<FieldPlaces.Use> uses = new FieldPlaces(field, side).uses();
        Apis.record(apis, resource)
                .ifPresent(
                        record ->
                                new UseCheck(
                                                resource.toString(),
                                                record,
                                                "writeOnly",
                                                isSent,
                                                problems)
                                        .all(uses));
        Api api = apis.get(resource.system());
        if (isWritten && api != null) {
            api.written(resource.resource()).stream()
                    .filter(body -> !api.declared().containsKey(resource.resource()))
                    .forEach(
                            body ->
                                    new UseCheck(
                                                    "the body of " + body.operation(),
                                                    body.shape(),
                                                    "readOnly",
                                                    false,
                                                    problems)
                                            .all(uses));
        }
    }

    private static Optional<String> enrichment(Section field, Side side) {
        return field.need(side.word()) instanceof Yaml.Entries options
                ? new Section(options).maybe("in", Section::text)
                : Optional.empty();
    }

    /// How many characters the documents give a field, at either side: what is tried goes up to
    /// there.
    Set<Integer> lengths(Flow flow, Section field) {
        Set<Integer> lengths = new TreeSet<>();
        for (Side side : Side.values()) {
            if (enrichment(field, side).isPresent()) {
                continue;
            }
            ResourceName resource = flow.end(side).resource();
            Api api = apis.get(resource.system());
            if (api == null) {
                continue;
            }
            for (FieldPlaces.Use use : new FieldPlaces(field, side).uses()) {
                api.written(resource.resource()).stream()
                        .flatMap(body -> body.shape().at(use.pointer()).stream())
                        .forEach(shape -> shape.facts().maxLength().ifPresent(lengths::add));
            }
        }
        return lengths;
    }

    // ---- Counts

    void count(Laid<Count> count) {
        Section yaml = count.yaml();
        ResourceName counted = count.made().counted();
        Places places = new Places(problems);
        Optional<Shape> record = Apis.record(apis, counted);
        if (record.isPresent()) {
            var _ = places.find(yaml.section("owner").need("at"), record.get(), counted.toString());
            Section day = yaml.section("day");
            places.find(day.need("at"), record.get(), counted.toString())
                    .ifPresent(
                            shape -> {
                                boolean text = day.text("format").equals("iso-instant");
                                places.type(
                                        day.at("format"),
                                        shape,
                                        text ? Set.of("string") : Set.of("integer", "number"),
                                        text ? "text" : "a number");
                            });
            Section kind = yaml.section("kind");
            places.find(kind.need("at"), record.get(), counted.toString())
                    .map(shape -> shape.facts().words())
                    .filter(words -> !words.isEmpty())
                    .ifPresent(words -> kinds(kind.section("words"), counted, words));
        }
        figure(yaml, count.made());
    }

    private void kinds(Section words, ResourceName counted, List<String> known) {
        words.yaml()
                .entries()
                .forEach(
                        (word, entry) -> {
                            if (!known.contains(word)) {
                                problems.add(
                                        entry.key(),
                                        "'%s' is no word of %s%s"
                                                .formatted(
                                                        word, counted, Nearest.hint(word, known)));
                            }
                        });
    }

    /// The kinds that the path of the figure takes.
    private void figure(Section yaml, Count count) {
        Api api = apis.get(count.figure().system());
        if (api == null) {
            return;
        }
        FigureSpec figure = api.spec().figures().get(count.figure().resource());
        if (figure == null) {
            return;
        }
        List<String> known = kinds(api, figure);
        if (known.isEmpty()) {
            return;
        }
        yaml.section("kind")
                .members("words")
                .forEach(
                        (_, at) -> {
                            String word = Section.text(at);
                            if (!known.contains(word)) {
                                problems.add(
                                        at.at(),
                                        "%s has no kind '%s'%s"
                                                .formatted(
                                                        count.figure(),
                                                        word,
                                                        Nearest.hint(word, known)));
                            }
                        });
    }

    private static List<String> kinds(Api api, FigureSpec figure) {
        Optional<ApiOperation> put = api.operation(figure.put());
        Optional<String> template =
                api.document()
                        .flatMap(
                                document ->
                                        api.places(document, figure.put().path()).stream()
                                                .flatMap(path -> document.template(path).stream())
                                                .findFirst());
        if (put.isEmpty() || template.isEmpty()) {
            return List.of();
        }
        List<String> ours = new ArrayList<>(List.of(figure.put().path().split("/", -1)));
        String[] theirs = template.get().split("/", -1);
        int at = ours.indexOf("{kind}") + theirs.length - ours.size();
        if (at < 0 || at >= theirs.length) {
            return List.of();
        }
        String parameter = theirs[at].replaceAll("[{}]", "");
        return Optional.ofNullable(put.get().parameters("path").get(parameter))
                .map(shape -> shape.facts().words())
                .orElse(List.of());
    }
}
