package dev.burnish.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    private static final List<String> SERVICES = List.of(
            "dev.burnish.ingestion",
            "dev.burnish.formatting",
            "dev.burnish.training",
            "dev.burnish.evaluation",
            "dev.burnish.deployment");

    private static final String KIT = "dev.burnish.kit..";

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.burnish");

    @TestFactory
    Stream<DynamicTest> everyServiceKeepsItsLayers() {
        return perService(ArchitectureRules::layers);
    }

    @TestFactory
    Stream<DynamicTest> everyServiceUsesOnlyKnownPackages() {
        return perService(ArchitectureRules::knownPackages);
    }

    @TestFactory
    Stream<DynamicTest> everyDomainIsPlainJava() {
        return perService(ArchitectureRules::domainIsPlainJava);
    }

    @TestFactory
    Stream<DynamicTest> noServiceKnowsAnother() {
        return perService(service -> ArchitectureRules.independent(service, SERVICES));
    }

    @TestFactory
    Stream<DynamicTest> technologiesStayInTheirRooms() {
        return Stream.of(
                        ArchitectureRules.onlyIn("..rest..," + KIT, "jakarta.ws.rs.."),
                        ArchitectureRules.onlyIn(
                                "..messaging..,dev.burnish.local.parts..," + KIT,
                                "org.eclipse.microprofile.reactive.messaging..",
                                "io.smallrye.reactive.messaging.."),
                        ArchitectureRules.onlyIn(
                                "..persistence..," + KIT, "jakarta.persistence..", "io.quarkus.hibernate.."),
                        ArchitectureRules.onlyIn(KIT, "io.minio.."),
                        ArchitectureRules.onlyIn("..hosted..", "com.openai.."),
                        ArchitectureRules.onlyIn("..kubernetes..", "io.fabric8.."),
                        ArchitectureRules.onlyIn(
                                KIT + ",dev.burnish.local..,dev.burnish.examples.subscribers..", "org.apache.kafka.."),
                        ArchitectureRules.onlyIn("dev.burnish.llm..", "ai.djl.."),
                        ArchitectureRules.onlyIn(
                                "..engine..,dev.burnish.llm..,dev.burnish.examples..",
                                "dev.burnish.llm",
                                "dev.burnish.llm.checkpoint..",
                                "dev.burnish.llm.model..",
                                "dev.burnish.llm.lora..",
                                "dev.burnish.llm.training..",
                                "dev.burnish.llm.generation.."))
                .map(ArchitectureTest::check);
    }

    @TestFactory
    Stream<DynamicTest> librariesOfOursKnowNoFramework() {
        String[] frameworks = {"io.quarkus..", "jakarta.enterprise..", "jakarta.inject..", "jakarta.ws.rs.."};
        return Stream.of(
                        ArchitectureRules.knowsNothingOf("dev.burnish.contracts..", frameworks),
                        ArchitectureRules.knowsNothingOf("dev.burnish.llm..", frameworks),
                        ArchitectureRules.knowsNothingOf(
                                "dev.burnish.llm.text..", "ai.djl.pytorch..", "ai.djl.ndarray.."),
                        ArchitectureRules.knowsNothingOf(
                                KIT,
                                SERVICES.stream().map(service -> service + "..").toArray(String[]::new)))
                .map(ArchitectureTest::check);
    }

    @TestFactory
    Stream<DynamicTest> codeKeepsTheHouseRules() {
        return Stream.of(
                        ArchitectureRules.noFieldInjection(),
                        ArchitectureRules.noMutablePublicState(),
                        ArchitectureRules.noStandardStreams("dev.burnish.local..", "dev.burnish.examples.."),
                        ArchitectureRules.noBareRuntimeExceptions(),
                        ArchitectureRules.noVagueNames(),
                        ArchitectureRules.everyEndpointNamesItsScope(),
                        ArchitectureRules.packagesAreNullMarked())
                .map(ArchitectureTest::check);
    }

    private static Stream<DynamicTest> perService(Function<String, ArchRule> rule) {
        return SERVICES.stream().map(service -> check(rule.apply(service)));
    }

    private static DynamicTest check(ArchRule rule) {
        return DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(PRODUCT));
    }
}
