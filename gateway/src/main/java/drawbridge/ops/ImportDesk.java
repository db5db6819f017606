package drawbridge.ops;

import drawbridge.intake.Imports;
import drawbridge.intake.Imports.Position;
import drawbridge.intake.Imports.Sheet;
import drawbridge.opsapi.ImportPlan;
import drawbridge.opsapi.ImportResult;
import drawbridge.opsapi.ImportRows;
import drawbridge.opsapi.ImportSheet;
import drawbridge.opsapi.ImportState;
import drawbridge.opsapi.RefusedRow;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/// Where an operator hands in the rows of a file.
final class ImportDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ImportDesk.class);

    private final Imports imports;

    ImportDesk(Imports imports) {
        this.imports = imports;
    }

    Future<ImportPlan> plan(Asked asked) {
        ImportSheet given = asked.body(ImportSheet.class);
        return imports.plan(sheet(asked.tenant(), given))
                .map(
                        plan -> {
                            LOG.atInfo()
                                    .addKeyValue("tenant", asked.tenant())
                                    .addKeyValue("operator", asked.operator().name())
                                    .addKeyValue("resource", given.resource())
                                    .addKeyValue("digest", given.digest())
                                    .addKeyValue("rows", plan.position().rows())
                                    .log("A file is imported");
                            return new ImportPlan(
                                    plan.fields().stream().map(field -> field.orElse("")).toList(),
                                    plan.untold(),
                                    state(plan.position()));
                        })
                .recover(ImportDesk::refused);
    }

    Future<ImportResult> rows(Asked asked) {
        ImportRows given = asked.body(ImportRows.class);
        return imports.take(
                        sheet(asked.tenant(), given.sheet()),
                        given.from(),
                        given.last(),
                        given.rows().stream()
                                .map(
                                        row ->
                                                new Imports.Row(
                                                        row.line(),
                                                        row.cells(),
                                                        Optional.ofNullable(row.record())))
                                .toList())
                .map(
                        taken ->
                                new ImportResult(
                                        state(taken.position()),
                                        taken.refused().stream()
                                                .map(
                                                        row ->
                                                                new RefusedRow(
                                                                        row.line(),
                                                                        row.cells().stream()
                                                                                .map(
                                                                                        cell ->
                                                                                                new RefusedRow
                                                                                                        .Cell(
                                                                                                        cell
                                                                                                                .column(),
                                                                                                        cell
                                                                                                                .words()))
                                                                                .toList()))
                                                .toList()))
                .recover(ImportDesk::refused);
    }

    private static Sheet sheet(String tenant, ImportSheet given) {
        return new Sheet(tenant, given.resource(), given.digest(), given.columns());
    }

    private static ImportState state(Position at) {
        return new ImportState(at.rows(), at.taken(), at.refused(), at.ended());
    }

    private static <T> Future<T> refused(Throwable failure) {
        return Future.failedFuture(
                switch (failure) {
                    case Imports.Unfit unfit -> Refusal.badInput("file", unfit.sentence());
                    case Imports.NotNow notNow ->
                            Refusal.unavailable(String.valueOf(notNow.getMessage()));
                    default -> failure;
                });
    }
}
