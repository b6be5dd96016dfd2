package io.spotkeeper.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.spotkeeper.testing.ControlPlane;
import io.spotkeeper.testing.Helm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each role of the chart may do, and above all what it may not, by the API server's word. */
class HelmRolesIT {
    private static ControlPlane plane;
    private static Release release;
    private static String tenant;

    @TempDir private static Path folder;

    @BeforeAll
    static void install() {
        plane = ControlPlane.fresh();
        release = Release.install(plane, Helm.on(plane), "roles", folder, "");
        tenant = plane.newNamespace();
        bind("viewer", "roles-spotkeeper-view");
        bind("editor", "roles-spotkeeper-edit");
        // The controller that aggregates roles does not run here; this is what it makes of edit.
        bind("editor", "roles-spotkeeper-view");
    }

    private static void bind(String user, String role) {
        plane.client()
                .resource(
                        new RoleBindingBuilder()
                                .withNewMetadata()
                                .withName(user + "-" + role)
                                .withNamespace(tenant)
                                .endMetadata()
                                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                                .build())
                .create();
    }

    @ParameterizedTest(name = "{0} may {1} {2} in {3} {4}: {5}")
    @CsvSource({
        // who, verb, resource, namespace (empty: all of the cluster), name, allowed
        "operator, get, secrets, tenant, tencent, true",
        "operator, list, secrets, tenant, '', false",
        "operator, watch, secrets, tenant, '', false",
        "operator, list, secrets, '', '', false",
        "operator, watch, secrets, '', '', false",
        "operator, create, secrets, tenant, '', false",
        "operator, update, secrets, tenant, tencent, false",
        "operator, delete, secrets, tenant, tencent, false",
        "operator, get, configmaps, tenant, '', false",
        "operator, get, pods, tenant, '', false",
        "operator, create, pods, tenant, '', false",
        "operator, create, pods/exec, own, '', false",
        "operator, create, serviceaccounts/token, own, '', false",
        "operator, impersonate, users, '', admin, false",
        "operator, get, namespaces, kube-system, kube-system, true",
        "operator, get, namespaces, tenant, '', false",
        "operator, list, namespaces, '', '', false",
        "operator, list, nodes, '', '', false",
        "operator, create, events, tenant, '', true",
        "operator, list, events, tenant, '', false",
        "operator, delete, events, tenant, '', false",
        "operator, watch, computeenvironments.spotkeeper.io, '', '', true",
        "operator, watch, cloudaccounts.spotkeeper.io, '', '', true",
        "operator, patch, computeenvironments.spotkeeper.io, tenant, web, true",
        "operator, update, computeenvironments.spotkeeper.io, tenant, web, false",
        "operator, create, computeenvironments.spotkeeper.io, tenant, '', false",
        "operator, delete, computeenvironments.spotkeeper.io, tenant, web, false",
        "operator, update, computeenvironments.spotkeeper.io/status, tenant, web, true",
        "operator, patch, computeenvironments.spotkeeper.io/status, tenant, web, false",
        "operator, update, computeenvironments.spotkeeper.io/scale, tenant, web, false",
        "operator, watch, autolaunchgroups.spotkeeper.io, '', '', true",
        "operator, patch, autolaunchgroups.spotkeeper.io, tenant, batch, true",
        "operator, create, autolaunchgroups.spotkeeper.io, tenant, '', false",
        "operator, delete, autolaunchgroups.spotkeeper.io, tenant, batch, false",
        "operator, update, autolaunchgroups.spotkeeper.io/status, tenant, batch, true",
        "operator, patch, autolaunchgroups.spotkeeper.io/status, tenant, batch, false",
        "operator, update, autolaunchgroups.spotkeeper.io/scale, tenant, batch, false",
        "operator, update, leases.coordination.k8s.io, own, spotkeeper, true",
        "operator, update, leases.coordination.k8s.io, own, other, false",
        "operator, delete, leases.coordination.k8s.io, own, spotkeeper, false",
        "operator, create, leases.coordination.k8s.io, tenant, '', false",
        "operator, get, leases.coordination.k8s.io, kube-system, '', false",
        "operator, get, customresourcedefinitions.apiextensions.k8s.io, '', '', false",
        "operator, update, clusterroles.rbac.authorization.k8s.io, '', '', false",
        "operator, create, rolebindings.rbac.authorization.k8s.io, own, '', false",
        "operator, update, deployments.apps, own, '', false",
        "operator, delete, validatingadmissionpolicies.admissionregistration.k8s.io, '', '', false",
        "viewer, list, computeenvironments.spotkeeper.io, tenant, '', true",
        "viewer, watch, cloudaccounts.spotkeeper.io, tenant, '', true",
        "viewer, get, computeenvironments.spotkeeper.io/status, tenant, web, true",
        "viewer, list, computeenvironments.spotkeeper.io, own, '', false",
        "viewer, list, computeenvironments.spotkeeper.io, '', '', false",
        "viewer, create, computeenvironments.spotkeeper.io, tenant, '', false",
        "viewer, update, computeenvironments.spotkeeper.io, tenant, web, false",
        "viewer, patch, computeenvironments.spotkeeper.io, tenant, web, false",
        "viewer, delete, computeenvironments.spotkeeper.io, tenant, web, false",
        "viewer, update, computeenvironments.spotkeeper.io/scale, tenant, web, false",
        "viewer, watch, autolaunchgroups.spotkeeper.io, tenant, '', true",
        "viewer, get, autolaunchgroups.spotkeeper.io/scale, tenant, batch, true",
        "viewer, create, autolaunchgroups.spotkeeper.io, tenant, '', false",
        "viewer, update, autolaunchgroups.spotkeeper.io/scale, tenant, batch, false",
        "viewer, patch, cloudaccounts.spotkeeper.io, tenant, web, false",
        "viewer, get, secrets, tenant, tencent, false",
        "editor, list, computeenvironments.spotkeeper.io, tenant, '', true",
        "editor, create, computeenvironments.spotkeeper.io, tenant, '', true",
        "editor, patch, computeenvironments.spotkeeper.io, tenant, web, true",
        "editor, delete, computeenvironments.spotkeeper.io, tenant, web, true",
        "editor, update, computeenvironments.spotkeeper.io/scale, tenant, web, true",
        "editor, create, autolaunchgroups.spotkeeper.io, tenant, '', true",
        "editor, delete, autolaunchgroups.spotkeeper.io, tenant, batch, true",
        "editor, update, autolaunchgroups.spotkeeper.io/scale, tenant, batch, true",
        "editor, patch, autolaunchgroups.spotkeeper.io/status, tenant, batch, false",
        "editor, create, cloudaccounts.spotkeeper.io, tenant, '', true",
        "editor, update, computeenvironments.spotkeeper.io/status, tenant, web, false",
        "editor, patch, computeenvironments.spotkeeper.io/status, tenant, web, false",
        "editor, update, cloudaccounts.spotkeeper.io/status, tenant, web, false",
        "editor, create, computeenvironments.spotkeeper.io, own, '', false",
        "editor, get, secrets, tenant, tencent, false",
        "editor, get, leases.coordination.k8s.io, own, spotkeeper, false",
    })
    void mayDoThisAndNoMore(
            String who, String verb, String what, String where, String name, boolean allowed) {
        assertThat(review(who, verb, what, where, name)).isEqualTo(allowed);
    }

    private static boolean review(String who, String verb, String what, String where, String name) {
        String[] parts = what.split("/", 2);
        String[] resource = parts[0].split("\\.", 2);
        SubjectAccessReview review =
                new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(who.equals("operator") ? operator() : who)
                        .withGroups(who.equals("operator") ? groups() : List.of())
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withGroup(resource.length > 1 ? resource[1] : "")
                        .withResource(resource[0])
                        .withSubresource(parts.length > 1 ? parts[1] : "")
                        .withNamespace(
                                switch (where) {
                                    case "tenant" -> tenant;
                                    case "own" -> release.namespace();
                                    default -> where;
                                })
                        .withName(name)
                        .endResourceAttributes()
                        .endSpec()
                        .build();
        return plane.client()
                .authorization()
                .v1()
                .subjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed();
    }

    private static String operator() {
        return "system:serviceaccount:" + release.namespace() + ":" + release.account();
    }

    /** What the API server adds to every account. */
    private static List<String> groups() {
        return List.of(
                "system:serviceaccounts",
                "system:serviceaccounts:" + release.namespace(),
                "system:authenticated");
    }

    @Test
    void theUsersRolesJoinThoseOfKubernetes() {
        // The labels are what the controller manager of a cluster goes by.
        assertThat(labels("roles-spotkeeper-view"))
                .contains("aggregate-to-view", "aggregate-to-edit", "aggregate-to-admin");
        assertThat(labels("roles-spotkeeper-edit"))
                .contains("aggregate-to-edit", "aggregate-to-admin")
                .doesNotContain("aggregate-to-view");
    }

    private static String labels(String role) {
        return plane.client()
                .rbac()
                .clusterRoles()
                .withName(role)
                .get()
                .getMetadata()
                .getLabels()
                .toString();
    }
}
