// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {AutomationCompatibleInterface} from "./interfaces/AutomationCompatibleInterface.sol";
import {IFundDesk} from "./interfaces/IFundDesk.sol";
import {ILeveragedToken} from "./interfaces/ILeveragedToken.sol";
import {ILeveragedTokenFactory} from "./interfaces/ILeveragedTokenFactory.sol";
import {WAD} from "./libraries/FixedPoint.sol";
import {FundMark} from "./types/Fund.sol";
import {Action, Decision, Reason} from "./types/Rebalance.sol";

/// @notice What became of one token in a `performUpkeep`.
enum Outcome {
    Done, // traded, settled, or took note of what blocks the trade
    NotDue, // somebody else was faster, or the price has come back
    Failed, // it reverted for another reason
    BackingOff // it failed lately and was left alone
}

/// @notice Which part of the registry an upkeep looks after: its `checkData`, ABI-encoded. Empty data stands for all of it.
/// @param offset First token of the page, in the registry's order.
/// @param limit Tokens of the page.
/// @param tipReceiver Who is sent what emergencies pay; zero for the caller. A service performs through a contract
/// of its own that keeps what it is sent: name a receiver there.
struct Assignment {
    uint256 offset;
    uint256 limit;
    address tipReceiver;
}

/// @title RebalanceUpkeep
/// @notice Chainlink Automation's two calls over a factory's registry. It has no privileges: all it does, anyone may do by
/// calling `rebalance()` on a token. It holds nothing, one token that fails never blocks another, and a token that keeps
/// failing is left alone here for longer and longer, though never for others.
/// @dev What it trusts: the factory, and with it the tokens' own code. What it does not: their venues, oracles and
/// collaterals. What these do happens inside a call that has a gas limit and of whose answer little or nothing is copied.
contract RebalanceUpkeep is AutomationCompatibleInterface, ReentrancyGuardTransient {
    using Math for uint256;
    using SafeERC20 for IERC20;

    /// @param collateral What the token pays tips in; zero until the registry has vouched for the token, which it never
    /// takes back.
    /// @param retryAt {s} Before this, the token is left alone.
    /// @param failures In a row.
    struct Record {
        IERC20 collateral;
        uint40 retryAt;
        uint8 failures;
    }

    /// @notice {gas} What each rebalance may use: more than twice what the dearest one does, and enough where a policy burns
    /// all it may. Every attempt is given exactly this much, so a caller cannot make a token fail by bringing too little.
    uint256 public constant GAS_PER_TOKEN = 600_000;
    /// @notice {gas} What a token uses at most in the usual case, all included. {gasFor} asks for this much for each further
    /// token, or an estimate of gas would only cover the first one.
    uint256 public constant USUAL_GAS_PER_TOKEN = 200_000;
    /// @notice {gas} What `checkUpkeep` uses at most, however much more it is given.
    uint256 public constant CHECK_GAS = 9_800_000;
    /// @notice {gas} What judging a token in `checkUpkeep` may use if enough is spare: even one whose policy burns all it may.
    uint256 public constant CHECK_GAS_PER_TOKEN = 400_000;
    /// @notice {gas} What judging a token in `checkUpkeep` may always use: enough for one that is due and of a market that
    /// another token was judged in before it.
    uint256 public constant LEAST_CHECK_GAS_PER_TOKEN = 69_000;
    /// @notice {gas} What forwarding tips may use.
    uint256 public constant TIP_GAS = 100_000;
    /// @notice Most tokens of one `performUpkeep`: they fit the 5 million gas and the 1,000 bytes that a service grants.
    uint256 public constant MAX_BATCH = 20;
    /// @notice {s} Pause after a first failure; it doubles with each further one.
    uint256 public constant FIRST_PAUSE = 30 seconds;
    /// @notice {s} The longest pause: what an outage costs a token beyond the outage itself.
    uint256 public constant LONGEST_PAUSE = 15 minutes;

    /// @dev {gas} For this contract's own work between and after calls: the registry, a record, an event, the answer.
    uint256 private constant OWN_GAS = 100_000;
    /// @dev {gas} The same at the end of a check: to choose the worst and to answer.
    uint256 private constant ANSWER_GAS = 420_000;
    /// @dev {gas} The same around judging one token, once the registry has been read.
    uint256 private constant OWN_GAS_PER_CHECK = 7_000;
    /// @dev {gas} What a window has for each of its tokens, all included: more than tokens use of which several share a
    /// market, be all of them due. The part of it that is neither {LEAST_CHECK_GAS_PER_TOKEN} nor {OWN_GAS_PER_CHECK} is
    /// spare.
    uint256 private constant WINDOW_GAS_PER_TOKEN = 83_000;
    /// @dev By how many tokens the first one of a window moves on from round to round. A prime greater than any width, so
    /// that each token's turn comes.
    uint256 private constant TURN = 173;
    /// @dev Of what a failed token reverted with: a selector and four words.
    uint256 private constant REASON_BYTES = 132;

    /// @notice The registry looked after.
    ILeveragedTokenFactory public immutable factory;
    /// @dev Decides for every token of it, and says in the same answer how far from target a token is.
    IFundDesk private immutable _desk;

    /// @notice What is remembered of each token; see {Record}.
    mapping(ILeveragedToken token => Record) public records;

    /// @notice Emitted for each token of a `performUpkeep`.
    event Attempted(ILeveragedToken indexed token, Outcome indexed outcome);
    /// @notice Emitted for each token that failed, before {Attempted}.
    /// @param reason The first 132 bytes of what it reverted with.
    event AttemptFailed(ILeveragedToken indexed token, bytes reason);
    /// @notice Emitted when what emergencies paid is forwarded.
    event TipForwarded(IERC20 indexed collateral, address indexed receiver, uint256 amount);

    /// @notice Thrown when a call brings too little gas for its tokens.
    error RebalanceUpkeep_InsufficientGas(uint256 available, uint256 needed);
    /// @notice Thrown when an address is not a token of the registry.
    error RebalanceUpkeep_UnknownToken(ILeveragedToken token);
    /// @notice Thrown when a call is this contract's alone.
    error RebalanceUpkeep_Unauthorized(address caller);

    constructor(ILeveragedTokenFactory factory_) {
        (factory, _desk) = (factory_, factory_.desk());
    }

    // ---------------------------------------------------------------- what is due

    /// @inheritdoc AutomationCompatibleInterface
    /// @dev Worst first: emergencies before drift, before chunks, before the schedule, before what has nothing left to lose;
    /// among equals the one farther from target. It never uses more than {CHECK_GAS}.
    ///
    /// That is enough for 113 tokens. A longer page is divided into windows of equal width, as few as possible. Each block
    /// looks at one window, and any N + 1 consecutive blocks look at all N: 1,000 tokens take 10 blocks.
    ///
    /// Every token of a window may use {LEAST_CHECK_GAS_PER_TOKEN}, however much the others use. What is spare is there for
    /// those that need more: all of it for the first of a round, a quarter of what is left for each further one. Tokens that
    /// burn all they are given can use that up, but each round begins with another token of the window: each comes first
    /// once in as many rounds as its window has tokens.
    ///
    /// This holds for callers that bring {CHECK_GAS} and look at every block while no token is added. With less gas windows
    /// are narrower and more, and a caller that leaves out blocks needs more looks. Where many tokens need far more gas than
    /// is usual, give them pages of their own.
    /// @param checkData An ABI-encoded {Assignment}, or nothing.
    function checkUpkeep(bytes calldata checkData) external view returns (bool upkeepNeeded, bytes memory performData) {
        Assignment memory page =
            checkData.length == 0 ? Assignment(0, type(uint256).max, address(0)) : abi.decode(checkData, (Assignment));
        ILeveragedToken[] memory worst = _worst(page.offset, page.limit);
        return (worst.length != 0, abi.encode(worst, page.tipReceiver));
    }

    /// @notice Returns how much a token needs a rebalance, to be compared with others': its reason first, then its
    /// distance from target, relative to it; 0 if none is due or it is backing off. Reverts when the price is not valid.
    function urgencyOf(ILeveragedToken token) external view returns (uint256) {
        if (_isLeftAlone(token)) return 0;
        (FundMark memory mark, Decision memory decision) = _desk.decide(token);
        return _urgency(token, mark, decision);
    }

    function _worst(uint256 offset, uint256 limit) private view returns (ILeveragedToken[] memory) {
        uint256 available = gasleft();
        uint256 budget = Math.min(available, CHECK_GAS);
        uint256 end = available - budget + ANSWER_GAS; // of gas left: then it is time to answer
        (ILeveragedToken[] memory tokens, uint256 turn) = _window(offset, limit, budget);
        uint256[] memory urgencies = new uint256[](tokens.length);
        for (uint256 i = 0; i < tokens.length; ++i) {
            uint256 spare = gasleft().saturatingSub(
                end + (tokens.length - i) * (LEAST_CHECK_GAS_PER_TOKEN + OWN_GAS_PER_CHECK)
            );
            if (i != 0) spare /= 4;
            uint256 gasLimit = Math.min(LEAST_CHECK_GAS_PER_TOKEN + spare, CHECK_GAS_PER_TOKEN);
            urgencies[i] = _tryUrgencyOf(tokens[(turn + i) % tokens.length], gasLimit);
        }
        return _select(tokens, urgencies, turn);
    }

    /// @dev The part of a page that this block looks at, and the place in it to begin with.
    function _window(
        uint256 offset,
        uint256 limit,
        uint256 budget
    ) private view returns (ILeveragedToken[] memory tokens, uint256 turn) {
        uint256 count = Math.min(factory.tokenCount().saturatingSub(offset), limit);
        if (count == 0) return (tokens, 0);
        uint256 most = budget.saturatingSub(ANSWER_GAS) / WINDOW_GAS_PER_TOKEN;
        if (most == 0) revert RebalanceUpkeep_InsufficientGas(budget, ANSWER_GAS + WINDOW_GAS_PER_TOKEN);
        uint256 windows = count.ceilDiv(most);
        uint256 round = block.number / windows;
        // Each round begins one window earlier than the last, or a caller of every N-th block would see one window only.
        uint256 window = (block.number - round) % windows;
        uint256 first = (count * window) / windows;
        tokens = factory.tokens(offset + first, (count * (window + 1)) / windows - first);
        turn = (round * TURN) % tokens.length;
    }

    /// @dev 0 if the token cannot say.
    function _tryUrgencyOf(ILeveragedToken token, uint256 gasLimit) private view returns (uint256) {
        if (_isLeftAlone(token)) return 0;
        try _desk.decide{gas: gasLimit}(token) returns (FundMark memory mark, Decision memory decision) {
            return _urgency(token, mark, decision);
        } catch {
            return 0;
        }
    }

    function _isLeftAlone(ILeveragedToken token) private view returns (bool) {
        return block.timestamp < records[token].retryAt;
    }

    function _urgency(
        ILeveragedToken token,
        FundMark memory mark,
        Decision memory decision
    ) private view returns (uint256) {
        if (decision.action == Action.None) return 0;
        if (decision.action == Action.Settle) return 1;
        // The call takes note of what blocks, from when on a reduction's bounds widen.
        if (decision.action == Action.Blocked) return decision.dueAt <= block.timestamp ? 2 : 0;
        int256 target = token.targetLeverage();
        uint256 distance = SignedMath.abs(mark.leverage - target).saturatingMul(WAD) / SignedMath.abs(target);
        return (_rank(decision.reason) << 128) + Math.min(distance, type(uint128).max);
    }

    function _rank(Reason reason) private pure returns (uint256) {
        if (reason == Reason.Emergency) return 4;
        if (reason == Reason.Drift) return 3;
        return reason == Reason.Continuation ? 2 : 1;
    }

    /// @dev The tokens of the highest urgencies, worst first. `urgencies` begin with that of the token at `turn`, and are
    /// erased on the way.
    function _select(
        ILeveragedToken[] memory tokens,
        uint256[] memory urgencies,
        uint256 turn
    ) private pure returns (ILeveragedToken[] memory worst) {
        worst = new ILeveragedToken[](Math.min(tokens.length, MAX_BATCH));
        for (uint256 found = 0; found < worst.length; ++found) {
            (uint256 top, uint256 place) = (0, 0);
            for (uint256 i = 0; i < urgencies.length; ++i) {
                uint256 urgency = urgencies[i];
                if (urgency > top) (top, place) = (urgency, i);
            }
            if (top == 0) {
                assembly ("memory-safe") {
                    mstore(worst, found)
                }
                break;
            }
            worst[found] = tokens[(turn + place) % tokens.length];
            urgencies[place] = 0;
        }
    }

    // ---------------------------------------------------------------- doing it

    /// @inheritdoc AutomationCompatibleInterface
    function performUpkeep(bytes calldata performData) external {
        (ILeveragedToken[] memory tokens, address tipReceiver) = abi.decode(performData, (ILeveragedToken[], address));
        perform(tokens, tipReceiver);
    }

    /// @notice Rebalances each token that is due, and forwards what emergencies pay. Emits {Attempted} for each token tried.
    /// @dev Reverts when less gas than {gasFor} is left, or a token is unknown. Where tokens use more gas than usual it stops
    /// before the first that could not be given all it may need: that one counts neither as done nor as failed.
    /// @param tipReceiver Who is sent the tips; zero for the caller. One that cannot take them does not undo the
    /// rebalances: they go with the next ones.
    /// @return outcomes Of the tokens tried, in order.
    function perform(
        ILeveragedToken[] memory tokens,
        address tipReceiver
    ) public nonReentrant returns (Outcome[] memory outcomes) {
        uint256 available = gasleft();
        uint256 needed = gasFor(tokens.length);
        if (available < needed) revert RebalanceUpkeep_InsufficientGas(available, needed);
        if (tipReceiver == address(0)) tipReceiver = msg.sender;
        outcomes = new Outcome[](tokens.length);
        uint256 leastForOne = gasFor(0);
        IERC20 collateral;
        for (uint256 i = 0; i < tokens.length; ++i) {
            Record memory record = _recordOf(tokens[i]);
            if (address(record.collateral) != address(collateral)) {
                _forwardTips(collateral, tipReceiver);
                collateral = IERC20(address(0)); // nothing of the next one has come in yet
            }
            if (gasleft() < leastForOne) {
                assembly ("memory-safe") {
                    mstore(outcomes, i)
                }
                break;
            }
            collateral = record.collateral;
            outcomes[i] = _attempt(tokens[i], record);
        }
        _forwardTips(collateral, tipReceiver);
    }

    /// @notice Returns {gas} what {perform} must be called with for `count` tokens.
    function gasFor(uint256 count) public pure returns (uint256) {
        return (GAS_PER_TOKEN * 64) / 63 + TIP_GAS + OWN_GAS + count * USUAL_GAS_PER_TOKEN;
    }

    /// @dev Asks the registry about a token once.
    function _recordOf(ILeveragedToken token) private returns (Record memory record) {
        record = records[token];
        if (address(record.collateral) != address(0)) return record;
        if (!factory.isToken(address(token))) revert RebalanceUpkeep_UnknownToken(token);
        record.collateral = IERC20(token.asset());
        records[token] = record;
    }

    function _attempt(ILeveragedToken token, Record memory record) private returns (Outcome outcome) {
        if (block.timestamp < record.retryAt) {
            outcome = Outcome.BackingOff;
        } else {
            bool isHeldAgainstIt;
            (outcome, isHeldAgainstIt) = _rebalance(token);
            if (isHeldAgainstIt) {
                record.retryAt = uint40(block.timestamp + _pauseAfter(record.failures));
                if (record.failures < type(uint8).max) ++record.failures;
                records[token] = record;
            } else if (outcome != Outcome.Failed && record.failures != 0) {
                (record.failures, record.retryAt) = (0, 0);
                records[token] = record;
            }
        }
        emit Attempted(token, outcome);
    }

    /// @dev Calls `rebalance()` with all the gas it may need. Of a revert no more is copied than a selector and four words:
    /// however much a foreign venue returns, the other tokens' turn comes. Being in the middle of another call is not held
    /// against a token: otherwise anyone a venue calls back could have healthy tokens left alone.
    function _rebalance(ILeveragedToken token) private returns (Outcome outcome, bool isHeldAgainstIt) {
        bytes4 selector = ILeveragedToken.rebalance.selector;
        uint256 gasLimit = GAS_PER_TOKEN;
        bool done;
        assembly ("memory-safe") {
            mstore(0x00, selector)
            done := call(gasLimit, token, 0, 0x00, 0x04, 0, 0)
        }
        if (done) return (Outcome.Done, false);
        bytes memory reason = new bytes(REASON_BYTES);
        assembly ("memory-safe") {
            let size := returndatasize()
            if lt(size, mload(reason)) {
                mstore(reason, size)
            }
            returndatacopy(add(reason, 0x20), 0, mload(reason))
        }
        selector = bytes4(reason);
        if (
            selector == ILeveragedToken.LeveragedToken_NotDue.selector ||
            selector == ILeveragedToken.LeveragedToken_Blocked.selector ||
            selector == ILeveragedToken.LeveragedToken_Settled.selector
        ) return (Outcome.NotDue, false);
        emit AttemptFailed(token, reason);
        return (Outcome.Failed, selector != ReentrancyGuardReentrantCall.selector);
    }

    /// @dev {s} Doubles with each failure in a row.
    function _pauseAfter(uint256 failures) private pure returns (uint256) {
        return Math.min(FIRST_PAUSE << Math.min(failures, 16), LONGEST_PAUSE);
    }

    // ---------------------------------------------------------------- tips

    /// @notice Sends all there is of a collateral to `receiver`. This contract's alone: a call of its own has a gas limit of
    /// its own.
    function forwardTips(IERC20 collateral, address receiver) external {
        if (msg.sender != address(this)) revert RebalanceUpkeep_Unauthorized(msg.sender);
        uint256 amount = collateral.balanceOf(address(this));
        if (amount == 0) return;
        collateral.safeTransfer(receiver, amount);
        emit TipForwarded(collateral, receiver, amount);
    }

    function _forwardTips(IERC20 collateral, address receiver) private {
        if (address(collateral) == address(0)) return;
        try this.forwardTips{gas: TIP_GAS}(collateral, receiver) {} catch {}
    }
}
