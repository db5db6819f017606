package drawbridge.mapping.check;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.file.Inspected;
import drawbridge.mapping.file.Inspected.Laid;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.law.Broken;
import drawbridge.mapping.law.FlowLaws;
import drawbridge.mapping.lens.CompiledFlow;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks at a whole mappings folder.
///
/// ```
/// files → schema, names and rules → documents of APIs → what never happens ┐
///                                                                          ├→ CheckReport
///                                          laws of lenses, worked examples ┘
/// ```
///
/// What rests on a file with mistakes is not tried with values; everything else is.
public final class MappingCheck {

    private final Findings findings = new Findings();
    private final Inspected folder;
    private final Map<String, Api> apis;

    /// What has been tried, so that a tenant who changes nothing is not tried again.
    private final Set<List<Object>> tried = new HashSet<>();

    private long laws;

    private MappingCheck(Path path, Map<String, Path> instead) {
        new StrayParts(path, findings).run();
        folder = MappingLoader.inspect(path, findings.problems());
        apis = new Apis(path, findings, instead).of(folder.systems());
    }

    /// @param folder one that is there
    public static CheckReport of(Path folder) {
        return of(folder, Map.of());
    }

    /// @param instead the documents of systems by their names, in place of those that their files
    ///   name
    static CheckReport of(Path folder, Map<String, Path> instead) {
        return new MappingCheck(folder, instead).check();
    }

    private CheckReport check() {
        apis.values().forEach(api -> new SystemCheck(api, findings.problems()).run());
        for (Inspected.Run run : folder.runs()) {
            FlowCheck check = new FlowCheck(apis, findings.problems());
            run.flows().forEach(flow -> attempt(() -> check.flow(flow)));
            run.counts().forEach(count -> attempt(() -> check.count(count)));
            run.flows().forEach(flow -> attempt(() -> rules(run, flow)));
        }
        Set<String> spoilt = findings.spoilt();
        for (Inspected.Run run : folder.runs()) {
            run.flows().stream()
                    .filter(flow -> !rests(run, flow, spoilt))
                    .forEach(flow -> attempt(() -> laws(flow)));
        }
        int examples = new Examples(folder, apis, spoilt, findings.problems()).run();
        return new CheckReport(findings.all(), tally(examples));
    }

    /// A part that has not the shape it must have has been told by its schema.
    private void attempt(Runnable step) {
        findings.problems().run(step);
    }

    private static boolean rests(Inspected.Run run, Laid<Flow> flow, Set<String> spoilt) {
        return spoilt.contains(flow.yaml().at().file())
                || run.tenant().filter(file -> spoilt.contains(file.at().file())).isPresent();
    }

    private void rules(Inspected.Run run, Laid<Flow> flow) {
        new Reach(
                        apis,
                        flow.made(),
                        flow.yaml(),
                        run.tenant().map(file -> file.at().file()),
                        findings)
                .run();
        for (Side side : Side.values()) {
            Api api = apis.get(flow.made().end(side).resource().system());
            if (api != null) {
                new CreateNeeds(api, flow.made(), flow.yaml(), side, findings.problems()).run();
            }
            new Tears(
                            flow.made(),
                            flow.yaml(),
                            side,
                            spec(flow.made().end(side).resource()),
                            findings.problems())
                    .run();
        }
    }

    private Optional<ResourceSpec> spec(ResourceName name) {
        return Optional.ofNullable(apis.get(name.system()))
                .flatMap(api -> api.spec().resource(name.resource()));
    }

    // ---- Laws

    private void laws(Laid<Flow> flow) {
        if (!(flow.made() instanceof CompiledFlow compiled)) {
            return;
        }
        Map<FieldName, Set<Integer>> lengths = lengths(flow);
        if (!tried.add(
                List.of(
                        compiled.name(),
                        compiled.groups(),
                        List.copyOf(compiled.fields().values()),
                        lengths))) {
            return;
        }
        FlowLaws.Outcome outcome = FlowLaws.of(compiled, lengths);
        laws += outcome.tries();
        Section groups = flow.yaml().section("groups");
        for (Broken broken : outcome.broken()) {
            Section fields = groups.section(broken.group().value()).section("fields");
            findings.problems().add(fields.key(broken.field().value()), broken.sentence());
        }
    }

    private Map<FieldName, Set<Integer>> lengths(Laid<Flow> flow) {
        // What is wrong with the places has been told by now.
        FlowCheck check = new FlowCheck(apis, new Problems());
        Map<FieldName, Set<Integer>> lengths = new LinkedHashMap<>();
        for (Flow.Group group : flow.made().groups()) {
            Section fields =
                    flow.yaml().section("groups").section(group.name().value()).section("fields");
            for (FieldName name : group.fields()) {
                lengths.put(name, check.lengths(flow.made(), fields.section(name.value())));
            }
        }
        return lengths;
    }

    private CheckReport.Tally tally(int examples) {
        Inspected.Run files = folder.runs().getFirst();
        int active = (int) folder.tenants().stream().filter(Inspected.Run::active).count();
        return new CheckReport.Tally(
                folder.systems().size(),
                files.flows().size(),
                files.counts().size(),
                active,
                folder.tenants().size() - active,
                examples,
                laws);
    }
}
