// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {AutomationCompatibleInterface} from "./interfaces/AutomationCompatibleInterface.sol";
import {ILeveragedToken} from "./interfaces/ILeveragedToken.sol";
import {ILeveragedTokenFactory} from "./interfaces/ILeveragedTokenFactory.sol";
import {WAD} from "./libraries/FixedPoint.sol";
import {Action, Decision, Reason} from "./types/Rebalance.sol";

/// @notice What became of one token in a `performUpkeep`.
enum Outcome {
    Done, // traded or settled
    NotDue, // somebody else was faster, or the price has come back
    Failed, // it reverted for another reason
    BackingOff // it failed lately and was left alone
}

/// @notice Which part of the registry an upkeep looks after: its `checkData`, ABI-encoded. Empty data stands for all of it.
/// @param offset First token of the page, in the registry's order.
/// @param limit Tokens of the page.
/// @param tipReceiver Who is sent what emergencies pay; zero for whoever performs. A service performs through a contract
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
/// collaterals. Whatever these do happens inside a call that has a gas limit and of whose answer little or nothing is
/// copied.
contract RebalanceUpkeep is AutomationCompatibleInterface, ReentrancyGuardTransient {
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

    /// @notice {gas} What each rebalance may use, more than twice what the dearest one does. Every attempt is given
    /// exactly this much, so whoever performs cannot make a token fail by bringing too little.
    uint256 public constant GAS_PER_TOKEN = 500_000;
    /// @notice {gas} What a token uses at most in the usual case, all included. So much is asked for each further token,
    /// or an estimate of gas would be content with what the first one needs.
    uint256 public constant USUAL_GAS_PER_TOKEN = 180_000;
    /// @notice {gas} What judging a token in `checkUpkeep` may use.
    uint256 public constant CHECK_GAS_PER_TOKEN = 300_000;
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
    /// @dev Tokens asked of the registry at a time.
    uint256 private constant PAGE = 32;
    /// @dev Of what a failed token reverted with: a selector and four words.
    uint256 private constant REASON_BYTES = 132;

    /// @notice The registry looked after.
    ILeveragedTokenFactory public immutable factory;

    /// @notice What is remembered of each token; see {Record}.
    mapping(ILeveragedToken token => Record) public records;

    /// @notice Emitted for each token of a `performUpkeep`.
    event Attempted(ILeveragedToken indexed token, Outcome indexed outcome);
    /// @notice Emitted besides for each token that failed.
    /// @param reason The first 132 bytes of what it reverted with.
    event AttemptFailed(ILeveragedToken indexed token, bytes reason);
    /// @notice Emitted when what emergencies paid is forwarded.
    event TipForwarded(IERC20 indexed collateral, address indexed receiver, uint256 amount);

    /// @notice Thrown when a transaction brings too little gas for its tokens.
    error RebalanceUpkeep_InsufficientGas(uint256 available, uint256 needed);
    /// @notice Thrown when an address is not a token of the registry.
    error RebalanceUpkeep_UnknownToken(ILeveragedToken token);
    /// @notice Thrown when a call is this contract's alone.
    error RebalanceUpkeep_Unauthorized(address caller);

    constructor(ILeveragedTokenFactory factory_) {
        factory = factory_;
    }

    // ---------------------------------------------------------------- what is due

    /// @inheritdoc AutomationCompatibleInterface
    /// @dev Worst first: emergencies before drift, before chunks, before the schedule, before what has nothing left to lose;
    /// among equals the one farther from target. Where gas does not suffice for the whole page, another part of it is
    /// looked at in each block.
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
        if (block.timestamp < records[token].retryAt) return 0;
        Decision memory decision = token.previewRebalance();
        if (decision.action == Action.None) return 0;
        if (decision.action == Action.Settle) return 1;
        int256 target = token.targetLeverage();
        uint256 distance = (SignedMath.abs(token.leverage() - target) * WAD) / SignedMath.abs(target);
        return (_rank(decision.reason) << 128) + Math.min(distance, type(uint128).max);
    }

    function _worst(uint256 offset, uint256 limit) private view returns (ILeveragedToken[] memory worst) {
        worst = new ILeveragedToken[](MAX_BATCH);
        uint256[] memory urgencies = new uint256[](MAX_BATCH);
        uint256 found = 0;
        uint256 count = Math.min(Math.saturatingSub(factory.tokenCount(), offset), limit);
        uint256 first = count == 0 ? 0 : uint256(keccak256(abi.encode(block.number))) % count;
        uint256 left = count;
        while (left != 0 && _canCheck()) {
            ILeveragedToken[] memory tokens = factory.tokens(
                offset + first,
                Math.min(Math.min(left, count - first), PAGE)
            );
            for (uint256 i = 0; i < tokens.length && _canCheck(); ++i) {
                uint256 urgency = _tryUrgencyOf(tokens[i]);
                if (urgency == 0 || (found == MAX_BATCH && urgency <= urgencies[found - 1])) continue;
                uint256 place = found == MAX_BATCH ? found - 1 : found++;
                for (; place != 0 && urgencies[place - 1] < urgency; --place) {
                    (worst[place], urgencies[place]) = (worst[place - 1], urgencies[place - 1]);
                }
                (worst[place], urgencies[place]) = (tokens[i], urgency);
            }
            left -= tokens.length;
            first = (first + tokens.length) % count;
        }
        assembly ("memory-safe") {
            mstore(worst, found)
        }
    }

    /// @dev Whether enough gas is left to judge one more token and to answer, another page of the registry included.
    function _canCheck() private view returns (bool) {
        return gasleft() > (CHECK_GAS_PER_TOKEN * 64) / 63 + 2 * OWN_GAS;
    }

    /// @dev 0 if nobody can say.
    function _tryUrgencyOf(ILeveragedToken token) private view returns (uint256) {
        try this.urgencyOf{gas: CHECK_GAS_PER_TOKEN}(token) returns (uint256 urgency) {
            return urgency;
        } catch {
            return 0;
        }
    }

    function _rank(Reason reason) private pure returns (uint256) {
        if (reason == Reason.Emergency) return 4;
        if (reason == Reason.Drift) return 3;
        return reason == Reason.Continuation ? 2 : 1;
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
    /// however much a foreign venue returns, the other tokens' turn comes. A failure is not held against a token that was,
    /// or whose venue was, in the middle of another call: whoever a venue calls back could else have all left alone.
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
