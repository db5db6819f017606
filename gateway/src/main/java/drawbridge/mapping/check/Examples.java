package drawbridge.mapping.check;

import drawbridge.mapping.Flow;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Inspected;
import drawbridge.mapping.file.Inspected.Laid;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.file.Yaml;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Runs the worked examples that lie beside the flows, each with the flow of the tenant it names.
///
/// @param apis what is known about the systems, by name
/// @param spoilt the files with mistakes, on which nothing is built
record Examples(Inspected folder, Map<String, Api> apis, Set<String> spoilt, Problems problems) {

    /// @return how many were run
    int run() {
        return folder.examples().stream()
                .filter(file -> !spoilt.contains(file.at().file()))
                .mapToInt(this::run)
                .sum();
    }

    private int run(Section file) {
        if (!known(file)) {
            return 0;
        }
        int ran = 0;
        for (Yaml item : Section.items(file.need("examples"))) {
            if (problems.attempt(() -> run(file, Section.of(item))).orElse(false)) {
                ran++;
            }
        }
        return ran;
    }

    private boolean known(Section file) {
        Set<String> flows = new TreeSet<>();
        folder.runs().getFirst().flows().forEach(flow -> flows.add(flow.made().name().value()));
        String flow = file.text("flow");
        // A flow of a system with mistakes may be missing for their sake.
        boolean mayBeThere = spoilt.stream().anyMatch(one -> one.startsWith("systems/"));
        if (!flows.contains(flow) && !mayBeThere && !isSpoilt("flows/" + flow + ".yaml")) {
            problems.unknown(file.at("flow"), "flow", flow, flows);
        }
        return flows.contains(flow);
    }

    private boolean isSpoilt(String file) {
        return spoilt.contains(file);
    }

    private boolean run(Section file, Section example) {
        Optional<Inspected.Run> tenant = tenant(example);
        Optional<Laid<Flow>> flow = tenant.flatMap(run -> flow(run, file.need("flow"), example));
        if (tenant.isEmpty() || flow.isEmpty()) {
            return false;
        }
        Optional<Refs> people = people(file, tenant.get());
        if (people.isEmpty() || rests(tenant.get(), flow.get())) {
            return false;
        }
        misspelt(flow.get().made(), example);
        new Example(flow.get().made(), people.get(), example, problems).run();
        return true;
    }

    /// Records from life may have more members than the document of their API; what is nearly one
    /// of those is misspelt.
    private void misspelt(Flow flow, Section example) {
        Side from = Section.word(example.need("from"), Side.class);
        misspelt(flow.end(from).resource(), example.section("record"));
        for (Flow.Enrichment enrichment : flow.enrichments()) {
            if (example.has("with") && example.section("with").has(enrichment.name())) {
                misspelt(enrichment.resource(), example.section("with").section(enrichment.name()));
            }
        }
    }

    private void misspelt(ResourceName resource, Section record) {
        Optional<Shape> shape = Apis.record(apis, resource);
        if (shape.isEmpty()) {
            return;
        }
        List<Pointer> known =
                shape.get().places().stream().filter(place -> place.steps().size() == 1).toList();
        for (String name : record.members().keySet()) {
            Pointer member = new Pointer(List.of(name));
            Optional<Pointer> near = Meant.by(member, known);
            if (shape.get().at(member).isEmpty() && near.isPresent()) {
                problems.add(
                        record.key(name),
                        "%s has no %s%s".formatted(resource, member, Meant.hint(near)));
            }
        }
    }

    /// Whether what the example shows rests on a file with mistakes.
    private boolean rests(Inspected.Run tenant, Laid<Flow> flow) {
        return isSpoilt(flow.yaml().at().file())
                || tenant.tenant().filter(file -> isSpoilt(file.at().file())).isPresent();
    }

    private Optional<Inspected.Run> tenant(Section example) {
        String name = example.text("tenant");
        Set<String> known = new TreeSet<>();
        for (Inspected.Run run : folder.tenants()) {
            String tenant = run.tenant().map(file -> file.text("tenant")).orElse("");
            if (tenant.equals(name)) {
                return Optional.of(run);
            }
            known.add(tenant);
        }
        if (!isSpoilt("tenants/" + name + ".yaml") && !isSpoilt("examples/" + name + ".yaml")) {
            problems.unknown(example.at("tenant"), "tenant", name, known);
        }
        return Optional.empty();
    }

    private Optional<Laid<Flow>> flow(Inspected.Run run, Yaml name, Section example) {
        String wanted = Section.text(name);
        Optional<Laid<Flow>> found =
                run.flows().stream()
                        .filter(flow -> flow.made().name().value().equals(wanted))
                        .findFirst();
        if (found.isEmpty() && run.tenant().filter(file -> runs(file, wanted)).isEmpty()) {
            problems.add(
                    example.at("tenant"),
                    "the tenant '%s' does not run the flow '%s'"
                            .formatted(example.text("tenant"), wanted));
        }
        return found;
    }

    private static boolean runs(Section tenant, String flow) {
        return tenant.members("flows").containsKey(flow);
    }

    /// Who is linked, as the file says for all of its examples; empty when a flow is not there.
    private Optional<Refs> people(Section file, Inspected.Run tenant) {
        Map<RecordRef, Refs.Pair> links = new LinkedHashMap<>();
        for (Yaml item : file.maybe("people", Section::items).orElse(List.of())) {
            Section person = Section.of(item);
            Optional<Flow> flow =
                    tenant.flows().stream()
                            .map(Laid::made)
                            .filter(made -> made.name().value().equals(person.text("flow")))
                            .findFirst();
            if (flow.isEmpty()) {
                linked(person, tenant);
                return Optional.empty();
            }
            Refs.Pair pair = pair(person.text("acme"), person.text("app"));
            for (Side side : Side.values()) {
                links.put(new RecordRef(flow.get().end(side).resource(), pair.id(side)), pair);
            }
        }
        return Optional.of(new Refs(links));
    }

    private void linked(Section person, Inspected.Run tenant) {
        String flow = person.text("flow");
        Set<String> known =
                tenant.tenant()
                        .map(file -> (Set<String>) file.members("flows").sequencedKeySet())
                        .orElse(Set.of());
        if (!known.contains(flow)) {
            problems.unknown(person.at("flow"), "flow", flow, known);
        }
    }

    private static Refs.Pair pair(String acme, String app) {
        return new Refs.Pair(
                UUID.nameUUIDFromBytes((acme + " " + app).getBytes(StandardCharsets.UTF_8)),
                acme,
                app);
    }
}
