package io.spotkeeper.api.v1alpha1;

/**
 * Why a condition is as it is: the closed list. Each constant says what it means and what to do
 * about it; {@code docs/conditions.md} has a section for each.
 */
public enum ConditionReason {
    AtTarget(
            Progress.Settled,
            "What is wanted is running: the running capacity is at the target and nothing is under way.",
            "Nothing."),
    Launching(
            Progress.Reconciling,
            "Instances have been asked for, or are starting.",
            "Wait; status.nextAction and status.activities show how far it is."),
    ScalingIn(
            Progress.Reconciling,
            "The fleet holds more than its target and is giving the surplus back.",
            "Wait; the surplus is terminated as soon as it is confirmed to live."),
    NoCapacity(
            Progress.Reconciling,
            "Every suitable pool has refused for lack of stock and is cooling down; each is asked again for as long as it takes.",
            "Wait, or give the fleet more instance types or zones."),
    PriceBelowMarket(
            Progress.Reconciling,
            "The most that may be paid is below the market price in every suitable pool.",
            "Raise or remove the bid (maxPrice), give the fleet more instance types or zones, or wait for prices to fall."),
    QuotaExceeded(
            Progress.Reconciling,
            "The cloud allows the account no more of what the fleet asks for.",
            "Ask the cloud for a higher quota, or let other fleets of the account shrink; it goes on by itself afterwards."),
    BudgetReached(
            Progress.Reconciling,
            "One more instance would cost more per hour than limits.maxHourlyCost allows.",
            "Raise limits.maxHourlyCost, lower the target, or wait for prices to fall."),
    AccountLimitReached(
            Progress.Reconciling,
            "One more instance would exceed spec.limits of the CloudAccount, which bound all its fleets together.",
            "Raise spec.limits of the CloudAccount, or make another fleet of the account smaller; it goes on by itself afterwards."),
    LaunchRateReached(
            Progress.Reconciling,
            "limits.maxLaunchesPerHour instances have been launched within the last hour.",
            "Wait for the hour to pass, or raise limits.maxLaunchesPerHour; look at status.interruptions for why so many were needed."),
    NotOffered(
            Progress.Stalled,
            "The cloud does not sell what the spec asks for there: no pool of the fleet exists in that market, or the cloud keeps no groups of its own.",
            "Correct region, zones, instance types, market or management; the message, or status.allocation for each pool, says what is wrong."),
    AccountNotFound(
            Progress.Stalled,
            "There is no CloudAccount of the name in spec.accountRef in this namespace.",
            "Create the CloudAccount; the fleet starts by itself afterwards."),
    CredentialsMissing(
            Progress.Stalled,
            "The Secret with the keys does not exist, or lacks an entry that the provider needs.",
            "Create the Secret in the same namespace, with the entries that the message names."),
    CredentialsInvalid(
            Progress.Stalled,
            "The cloud refuses the keys, or they lack a permission, or they belong to another owner than the account's instances.",
            "Put valid keys of the same owner into the Secret, or grant the permission that the message names; no restart is needed."),
    CredentialsLost(
            Progress.Stalled,
            "The object is being deleted, but without working keys nobody can tell whether instances still run.",
            "Restore the keys; or, to give the instances up, set the annotation spotkeeper.io/abandon to the object's metadata.uid: their ids are listed in an Event and the deletion ends."),
    AccountBlocked(
            Progress.Stalled,
            "The cloud does not let the account buy: no money left, no spot access, not verified, or frozen.",
            "Settle it with the cloud; the message holds the cloud's own words."),
    InvalidTemplate(
            Progress.Stalled,
            "The cloud rejects the request as it is written, or the template asks for something that this provider does not have.",
            "Correct the field that the message names; the fleet goes on by itself afterwards."),
    InventoryUntrusted(
            Progress.Reconciling,
            "What a decision rests on is missing, old or contradicts what is known: the listing of instances, the catalogue of types, or the count of an account that has limits. So nothing is bought and nothing terminated on its word.",
            "Wait: it is asked again at once. If it lasts, the message says what is missing; look at the account's conditions and the cloud's status page."),
    Throttled(
            Progress.Reconciling,
            "The cloud, or our own request budget for the account, lets no more calls through for now.",
            "Wait. If it lasts, find out what else calls the cloud with this account."),
    Paused(
            Progress.Settled,
            "spec.paused is true: nothing is launched and nothing terminated.",
            "Set spec.paused to false to go on."),
    DryRun(
            Progress.Settled,
            "spec.dryRun is true: the plan is in status.allocation and nothing is bought.",
            "Set spec.dryRun to false to carry the plan out."),
    NotYetValid(
            Progress.Reconciling,
            "The time in spec.validSince has not come.",
            "Wait, or change spec.validSince."),
    Expired(
            Progress.Settled,
            "The time in spec.validUntil has passed, and the instances were treated as spec.expirationBehavior says.",
            "Change spec.validUntil to go on, or delete the object."),
    RequestCompleted(
            Progress.Settled,
            "The one attempt of this request is over and delivered all that was asked for.",
            "Nothing; change the spec to make another request."),
    RequestFailed(
            Progress.Stalled,
            "The one attempt of this request is over and delivered less than was asked for; status.request.refusals says why.",
            "Change the spec to make another request, or use requestType Persistent to go on until the count is reached."),
    Deleting(
            Progress.Reconciling,
            "The object is being deleted: its instances are terminated or released, and it goes when listings have proven that none is left.",
            "Wait; status.capacity and status.ledger show what is left.");

    /** Whether a state with this reason changes by waiting. */
    public enum Progress {
        /** It rests: nothing is under way and nothing is wrong. */
        Settled,
        /** It mends itself by waiting: condition Reconciling. */
        Reconciling,
        /** A person must act: condition Stalled. */
        Stalled
    }

    private final Progress progress;
    private final String meaning;
    private final String remedy;

    ConditionReason(Progress progress, String meaning, String remedy) {
        this.progress = progress;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** Whether waiting helps, or a person must act, or it rests. */
    public Progress progress() {
        return progress;
    }

    /** What the reason means, in a sentence. */
    public String meaning() {
        return meaning;
    }

    /** What the reader is to do about it. */
    public String remedy() {
        return remedy;
    }
}
