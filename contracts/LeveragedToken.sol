// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IFuturesVenue, IMarginPayer, Snapshot} from "./interfaces/IFuturesVenue.sol";
import {ILeveragedToken, Limits, Phase, TokenConfig, TokenState} from "./interfaces/ILeveragedToken.sol";
import {ILeveragedTokenFactory} from "./interfaces/ILeveragedTokenFactory.sol";
import {IPriceOracle} from "./interfaces/IPriceOracle.sol";
import {Fees, FeeMath} from "./libraries/FeeMath.sol";
import {FixedPoint, WAD} from "./libraries/FixedPoint.sol";
import {Fund, NavMath} from "./libraries/NavMath.sol";
import {Order, OrderMath} from "./libraries/OrderMath.sol";
import {Action, Circumstances, Decision, Policy, RebalanceLogic} from "./libraries/RebalanceLogic.sol";

/// @title LeveragedToken
/// @notice See {ILeveragedToken}. Arithmetic lives in the libraries; here every action keeps one rhythm: read account and
/// state, accrue the fee, price with a library, trade at the venue (which collects or pays the collateral directly), write
/// state, mint or burn, emit.
contract LeveragedToken is ILeveragedToken, IMarginPayer, ERC4626, ERC20Permit, ReentrancyGuardTransient {
    using FixedPoint for uint256;
    using Math for uint256;
    using NavMath for Fund;
    using SafeCast for *;
    using SafeERC20 for IERC20;

    /// @inheritdoc ILeveragedToken
    IFuturesVenue public immutable override venue;
    /// @inheritdoc ILeveragedToken
    bytes32 public immutable override market;
    /// @inheritdoc ILeveragedToken
    IPriceOracle public immutable override oracle;
    /// @inheritdoc ILeveragedToken
    int256 public immutable override targetLeverage;
    /// @inheritdoc ILeveragedToken
    uint256 public immutable override virtualShares;
    /// @notice Governs this token and names its fee collector.
    ILeveragedTokenFactory public immutable factory;

    /// @dev {usd} Value of one unit of collateral, WAD.
    uint256 private immutable UNIT;
    uint32 private immutable PERIOD;
    uint32 private immutable OFFSET;
    uint32 private immutable COOLDOWN;
    uint64 private immutable LOWER_BAND;
    uint64 private immutable UPPER_BAND;
    uint64 private immutable EMERGENCY_BAND;
    uint64 private immutable MAX_SLIPPAGE;
    uint64 private immutable EMERGENCY_SLIPPAGE;
    uint64 private immutable TIP_RATE;
    uint128 private immutable TIP_CAP;

    TokenState private _state; // one slot
    Limits private _limits; // one slot
    /// @inheritdoc ILeveragedToken
    uint256 public override settledAssets;
    /// @dev Whose collateral {payMargin} pays with, while a mint is under way.
    address private transient _payer;

    modifier onlyFactory() {
        if (msg.sender != address(factory)) revert LeveragedToken_Unauthorized(msg.sender);
        _;
    }

    /// @dev Deployed by the factory, which validates the configuration.
    constructor(TokenConfig memory config)
        ERC20(config.name, config.symbol)
        ERC20Permit(config.name)
        ERC4626(config.venue.collateral())
    {
        factory = ILeveragedTokenFactory(msg.sender);
        venue = config.venue;
        market = config.market;
        oracle = config.venue.terms(config.market).oracle;
        targetLeverage = config.leverage;
        virtualShares = 1e18 / config.initialNav;
        UNIT = 10 ** (18 - IERC20Metadata(asset()).decimals());
        PERIOD = config.policy.period;
        OFFSET = config.policy.offset;
        COOLDOWN = config.policy.cooldown;
        LOWER_BAND = config.policy.lowerBand;
        UPPER_BAND = config.policy.upperBand;
        EMERGENCY_BAND = config.policy.emergencyBand;
        MAX_SLIPPAGE = config.policy.maxSlippage;
        EMERGENCY_SLIPPAGE = config.policy.emergencySlippage;
        TIP_RATE = config.policy.tipRate;
        TIP_CAP = config.policy.tipCap;
        _state.feesAccruedAt = uint40(block.timestamp);
        _state.rebalancedAt = uint40(block.timestamp);
        _setFees(config.fees);
        _setLimits(config.limits);
    }

    // ---------------------------------------------------------------- subscription

    function deposit(uint256 assets, address receiver) public override(ERC4626, IERC4626) returns (uint256) {
        return deposit(assets, receiver, 0);
    }

    /// @inheritdoc ILeveragedToken
    function deposit(uint256 assets, address receiver, uint256 minShares) public nonReentrant returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        _readForMint(current, fund);
        Order memory order = OrderMath.forDeposit(fund, targetLeverage, assets, current.mintPpm);
        if (order.shares < minShares) revert LeveragedToken_BelowMinimum(order.shares, minShares);
        _subscribe(current, fund, order, receiver);
        return order.shares;
    }

    function mint(uint256 shares, address receiver) public override(ERC4626, IERC4626) returns (uint256) {
        return mint(shares, receiver, type(uint256).max);
    }

    /// @inheritdoc ILeveragedToken
    function mint(uint256 shares, address receiver, uint256 maxAssets) public nonReentrant returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        _readForMint(current, fund);
        Order memory order = OrderMath.forMint(fund, targetLeverage, shares, current.mintPpm);
        if (order.assets > maxAssets) revert LeveragedToken_AboveMaximumAssets(order.assets, maxAssets);
        _subscribe(current, fund, order, receiver);
        return order.assets;
    }

    function _subscribe(TokenState memory current, Fund memory fund, Order memory order, address receiver) private {
        if (order.shares == 0) revert LeveragedToken_ZeroAmount();
        uint256 grown = fund.equityUp() + order.assets;
        if (grown > _limits.capacity) revert LeveragedToken_CapacityExceeded(grown, _limits.capacity);

        _payer = msg.sender;
        uint256 equity = _trade(order.sizeDelta, order.assets.toInt256(), address(0));
        _payer = address(0);

        if (fund.supply == 0) current.rebalancedAt = uint40(block.timestamp); // it opens on target
        _state = current;
        _mint(receiver, order.shares);
        emit Deposit(msg.sender, receiver, order.assets, order.shares);
        emit Subscribed(
            order.cost, order.fee, fund.price, fund.size + order.sizeDelta, equity, fund.supply + order.shares
        );
    }

    /// @inheritdoc IMarginPayer
    function payMargin(uint256 amount) external {
        address payer = _payer;
        if (msg.sender != address(venue) || payer == address(0)) revert LeveragedToken_Unauthorized(msg.sender);
        IERC20(asset()).safeTransferFrom(payer, msg.sender, amount);
    }

    // ---------------------------------------------------------------- redemption

    function redeem(uint256 shares, address receiver, address owner)
        public
        override(ERC4626, IERC4626)
        returns (uint256)
    {
        return redeem(shares, receiver, owner, 0);
    }

    /// @inheritdoc ILeveragedToken
    function redeem(uint256 shares, address receiver, address owner, uint256 minAssets)
        public
        nonReentrant
        returns (uint256)
    {
        if (shares == 0) revert LeveragedToken_ZeroAmount();
        TokenState memory current = _state;
        Fund memory fund;
        _readForRedeem(current, fund);
        Order memory order = _priceRedeem(current, fund, shares);
        if (order.assets < minAssets) revert LeveragedToken_BelowMinimum(order.assets, minAssets);
        _redeem(current, fund, order, receiver, owner);
        return order.assets;
    }

    function withdraw(uint256 assets, address receiver, address owner)
        public
        override(ERC4626, IERC4626)
        returns (uint256)
    {
        return withdraw(assets, receiver, owner, type(uint256).max);
    }

    /// @inheritdoc ILeveragedToken
    function withdraw(uint256 assets, address receiver, address owner, uint256 maxShares)
        public
        nonReentrant
        returns (uint256)
    {
        if (assets == 0) revert LeveragedToken_ZeroAmount();
        TokenState memory current = _state;
        Fund memory fund;
        _readForRedeem(current, fund);
        Order memory order = _priceWithdraw(current, fund, assets);
        if (order.shares > maxShares) revert LeveragedToken_AboveMaximumShares(order.shares, maxShares);
        _redeem(current, fund, order, receiver, owner);
        return order.shares;
    }

    function _redeem(
        TokenState memory current,
        Fund memory fund,
        Order memory order,
        address receiver,
        address owner
    ) private {
        if (msg.sender != owner) _spendAllowance(owner, msg.sender, order.shares);
        bool isLast = order.shares == totalSupply();
        _burn(owner, order.shares);
        emit Withdraw(msg.sender, receiver, owner, order.assets, order.shares);
        if (current.phase == Phase.Settled) {
            settledAssets -= order.assets;
            IERC20(asset()).safeTransfer(receiver, order.assets);
            return;
        }
        uint256 equity = _trade(order.sizeDelta, -order.assets.toInt256(), receiver);
        uint256 supply = fund.supply - order.shares;
        if (isLast) {
            _closeEmpty(fund, supply, equity);
            current.pendingFeeShares = 0;
            current.phase = Phase.Active;
            (equity, supply) = (0, 0);
        }
        _state = current;
        emit Redeemed(order.cost, order.fee, fund.price, fund.size + order.sizeDelta, equity, supply);
    }

    /// @dev The last holder has left: what pending fee shares are worth is paid to the collector in collateral, the dust
    /// goes to the venue's insurance, and the next first minter starts clean.
    function _closeEmpty(Fund memory fund, uint256 pendingShares, uint256 equity) private {
        if (equity == 0) return;
        uint256 owed = Math.min(fund.toAssetsDown(pendingShares), equity);
        if (owed != 0) equity = _trade(0, -owed.toInt256(), factory.feeCollector());
        if (equity != 0) venue.forfeit(market);
    }

    // ---------------------------------------------------------------- rebalance and settlement

    /// @inheritdoc ILeveragedToken
    function rebalance() external nonReentrant returns (Decision memory decision) {
        TokenState memory current = _state;
        if (current.phase == Phase.Settled) revert LeveragedToken_Settled();
        Fund memory fund;
        Snapshot memory shot = _read(current, fund);
        decision = _decide(current, shot, fund);
        if (decision.action == Action.None) {
            if (shot.halted) revert IFuturesVenue.FuturesVenue_MarketHalted(market);
            revert LeveragedToken_NotDue(decision.dueAt, fund.leverage());
        }
        if (decision.action == Action.Settle) {
            _settle(current);
            return decision;
        }
        uint256 equity =
            venue.trade(market, decision.sizeDelta, -decision.tip.toInt256(), decision.limitPrice, msg.sender);
        current.rebalancedAt = uint40(block.timestamp);
        current.phase = decision.complete ? Phase.Active : Phase.Unfinished;
        _state = current;
        emit Rebalanced(
            decision.reason,
            decision.sizeDelta,
            decision.complete,
            fund.equityDown() - equity - decision.tip,
            decision.tip,
            fund.price,
            fund.size + decision.sizeDelta,
            equity,
            fund.supply
        );
    }

    /// @inheritdoc ILeveragedToken
    function previewRebalance() external view nonReentrantView returns (Decision memory decision) {
        TokenState memory current = _state;
        if (current.phase == Phase.Settled) return decision;
        Fund memory fund;
        Snapshot memory shot = _read(current, fund);
        return _decide(current, shot, fund);
    }

    /// @inheritdoc ILeveragedToken
    function settle() external nonReentrant {
        TokenState memory current = _state;
        if (current.phase == Phase.Settled) revert LeveragedToken_Settled();
        uint256 supply = _accrue(current);
        try venue.snapshot(market, address(this)) returns (Snapshot memory shot) {
            Fund memory fund;
            _fill(fund, shot, supply);
            bool isWipedOut = fund.supply != 0 && fund.equityDown() == 0;
            if (!shot.halted && !isWipedOut) revert LeveragedToken_NotSettleable(fund.equityDown());
        } catch {
            // No valid price: the venue closes the account only if that has lasted long enough.
        }
        _settle(current);
    }

    /// @inheritdoc ILeveragedToken
    function windDown(uint256 minAssets) external onlyFactory nonReentrant {
        TokenState memory current = _state;
        if (current.phase == Phase.Settled) revert LeveragedToken_Settled();
        _accrue(current);
        _settle(current);
        if (settledAssets < minAssets) revert LeveragedToken_BelowMinimum(settledAssets, minAssets);
    }

    /// @dev Closes the account and takes its money home, so that redemption depends on nothing any more.
    function _settle(TokenState memory current) private {
        settledAssets = venue.close(market);
        _collectFees(current);
        current.phase = Phase.Settled;
        _state = current;
        emit Settled(settledAssets, totalSupply());
    }

    // ---------------------------------------------------------------- fees and governance

    /// @inheritdoc ILeveragedToken
    function collectFees() external nonReentrant returns (uint256 shares) {
        TokenState memory current = _state;
        _accrue(current);
        shares = _collectFees(current);
        _state = current;
    }

    /// @inheritdoc ILeveragedToken
    function setFees(Fees calldata fees_) external onlyFactory {
        TokenState memory current = _state;
        _accrue(current);
        _state = current;
        _setFees(fees_);
    }

    /// @inheritdoc ILeveragedToken
    function setLimits(Limits calldata limits_) external onlyFactory {
        _setLimits(limits_);
    }

    /// @inheritdoc ILeveragedToken
    function setMintPaused(bool paused) external onlyFactory {
        _state.mintPaused = paused;
        emit MintPausedSet(paused);
    }

    function _collectFees(TokenState memory current) private returns (uint256 shares) {
        shares = current.pendingFeeShares;
        if (shares == 0) return 0;
        current.pendingFeeShares = 0;
        address collector = factory.feeCollector();
        _mint(collector, shares);
        emit FeesCollected(collector, shares);
    }

    function _setFees(Fees memory fees_) private {
        if (!FeeMath.withinCaps(fees_)) revert LeveragedToken_FeeAboveCap(fees_);
        _state.managementPpmPerYear = fees_.managementPpmPerYear;
        _state.mintPpm = fees_.mintPpm;
        _state.redeemPpm = fees_.redeemPpm;
        emit FeesSet(fees_);
    }

    function _setLimits(Limits memory limits_) private {
        _limits = limits_;
        emit LimitsSet(limits_);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc ILeveragedToken
    function nav() external view nonReentrantView returns (uint256) {
        if (_state.phase == Phase.Settled) return convertToAssets(1e18) * UNIT;
        Fund memory fund = _readFund();
        return fund.navPerToken();
    }

    /// @inheritdoc ILeveragedToken
    function leverage() external view nonReentrantView returns (int256) {
        if (_state.phase == Phase.Settled) return 0;
        Fund memory fund = _readFund();
        return fund.equityDown() == 0 ? int256(0) : fund.leverage();
    }

    /// @inheritdoc ILeveragedToken
    function effectiveSupply() external view returns (uint256) {
        TokenState memory current = _state;
        return _accrue(current);
    }

    /// @inheritdoc ILeveragedToken
    function state() external view returns (TokenState memory) {
        return _state;
    }

    /// @inheritdoc ILeveragedToken
    function limits() external view returns (Limits memory) {
        return _limits;
    }

    /// @inheritdoc ILeveragedToken
    function policy() public view returns (Policy memory rules) {
        rules.period = PERIOD;
        rules.offset = OFFSET;
        rules.cooldown = COOLDOWN;
        rules.lowerBand = LOWER_BAND;
        rules.upperBand = UPPER_BAND;
        rules.emergencyBand = EMERGENCY_BAND;
        rules.maxSlippage = MAX_SLIPPAGE;
        rules.emergencySlippage = EMERGENCY_SLIPPAGE;
        rules.tipRate = TIP_RATE;
        rules.tipCap = TIP_CAP;
    }

    function decimals() public pure override(ERC20, ERC4626, IERC20Metadata) returns (uint8) {
        return 18;
    }

    function nonces(address owner) public view override(ERC20Permit) returns (uint256) {
        return super.nonces(owner);
    }

    function totalAssets() public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        if (_state.phase == Phase.Settled) return settledAssets;
        Fund memory fund = _readFund();
        return fund.equityDown();
    }

    function previewDeposit(uint256 assets) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        _read(current, fund);
        _requireAlive(current, fund);
        return OrderMath.forDeposit(fund, targetLeverage, assets, current.mintPpm).shares;
    }

    function previewMint(uint256 shares) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        _read(current, fund);
        _requireAlive(current, fund);
        return OrderMath.forMint(fund, targetLeverage, shares, current.mintPpm).assets;
    }

    function previewWithdraw(uint256 assets)
        public
        view
        override(ERC4626, IERC4626)
        nonReentrantView
        returns (uint256)
    {
        TokenState memory current = _state;
        Fund memory fund;
        _readForPreviewRedeem(current, fund);
        return assets == 0 ? 0 : _priceWithdraw(current, fund, assets).shares;
    }

    function previewRedeem(uint256 shares) public view override(ERC4626, IERC4626) nonReentrantView returns (uint256) {
        TokenState memory current = _state;
        Fund memory fund;
        _readForPreviewRedeem(current, fund);
        return _priceRedeem(current, fund, shares).assets;
    }

    function maxDeposit(address) public view override(ERC4626, IERC4626) returns (uint256) {
        return _maxOrder().assets;
    }

    function maxMint(address) public view override(ERC4626, IERC4626) returns (uint256) {
        return _maxOrder().shares;
    }

    function maxRedeem(address owner) public view override(ERC4626, IERC4626) returns (uint256) {
        uint256 shares = balanceOf(owner);
        if (!_isRedeemable()) return 0;
        // A redeem can cost more than it is worth at the edge of bankruptcy.
        try this.previewRedeem(shares) {
            return shares;
        } catch {
            return 0;
        }
    }

    function maxWithdraw(address owner) public view override(ERC4626, IERC4626) returns (uint256) {
        if (!_isRedeemable()) return 0;
        try this.previewRedeem(balanceOf(owner)) returns (uint256 assets) {
            try this.previewWithdraw(assets) returns (uint256 shares) {
                return shares <= balanceOf(owner) ? assets : 0;
            } catch {
                return 0;
            }
        } catch {
            return 0;
        }
    }

    // ---------------------------------------------------------------- reading

    /// @dev One read of the venue. State and fund are filled by reference; the management fee is accrued to now in memory,
    /// and callers that write persist it.
    function _read(TokenState memory current, Fund memory fund) private view returns (Snapshot memory) {
        Snapshot memory shot = venue.snapshot(market, address(this));
        _fill(fund, shot, _accrue(current));
        return shot;
    }

    function _readFund() private view returns (Fund memory fund) {
        TokenState memory current = _state;
        _read(current, fund);
    }

    function _fill(Fund memory fund, Snapshot memory shot, uint256 supply) private view {
        fund.equity = shot.equity;
        fund.unit = UNIT;
        fund.supply = supply;
        fund.virtualShares = virtualShares;
        fund.size = shot.size;
        fund.price = shot.price;
        fund.curve = shot.curve;
    }

    /// @dev Accrues the management fee to now, in memory.
    /// @return supply {share} Minted and pending.
    function _accrue(TokenState memory current) private view returns (uint256 supply) {
        uint256 minted = totalSupply();
        uint256 pending = current.pendingFeeShares;
        uint256 elapsed = block.timestamp - current.feesAccruedAt;
        if (elapsed != 0 && current.phase != Phase.Settled) {
            pending += FeeMath.dilution(minted + pending, current.managementPpmPerYear, elapsed);
            pending = Math.min(pending, type(uint104).max);
            current.pendingFeeShares = uint104(pending);
            current.feesAccruedAt = uint40(block.timestamp);
        }
        return minted + pending;
    }

    function _readForMint(TokenState memory current, Fund memory fund) private view {
        Snapshot memory shot = _read(current, fund);
        _requireAlive(current, fund);
        if (current.mintPaused) revert LeveragedToken_MintPaused();
        if (shot.halted) revert IFuturesVenue.FuturesVenue_MarketHalted(market);
        if (fund.supply == 0) return;
        if (fund.size == 0) revert LeveragedToken_NoPosition(fund.equityDown());
        uint256 maximum = _emergencyLeverage();
        int256 real = fund.leverage();
        if (SignedMath.abs(real) > maximum) revert LeveragedToken_LeverageTooHigh(real, maximum);
    }

    function _requireAlive(TokenState memory current, Fund memory fund) private pure {
        if (current.phase == Phase.Settled) revert LeveragedToken_Settled();
        if (fund.supply != 0 && fund.equityDown() == 0) revert LeveragedToken_WipedOut();
    }

    /// @dev A redeem is the first call that may see that equity is gone; then it settles, and pays what settling left.
    function _readForRedeem(TokenState memory current, Fund memory fund) private {
        if (current.phase == Phase.Settled) return;
        _read(current, fund);
        if (fund.supply != 0 && fund.equityDown() == 0) _settle(current);
    }

    function _readForPreviewRedeem(TokenState memory current, Fund memory fund) private view {
        if (current.phase == Phase.Settled) return;
        _read(current, fund);
        if (fund.supply != 0 && fund.equityDown() == 0) current.phase = Phase.Settled;
    }

    /// @dev {1} Real leverage beyond which nothing is minted, WAD.
    function _emergencyLeverage() private view returns (uint256) {
        return SignedMath.abs(targetLeverage).mulWadDown(EMERGENCY_BAND);
    }

    // ---------------------------------------------------------------- pricing

    function _priceRedeem(TokenState memory current, Fund memory fund, uint256 shares)
        private
        view
        returns (Order memory order)
    {
        uint256 minted = totalSupply();
        if (current.phase == Phase.Settled) {
            order.shares = shares;
            order.assets = minted == 0 ? 0 : shares.mulDivDown(settledAssets, minted);
            return order;
        }
        return shares == minted
            ? OrderMath.forLastRedeem(fund, shares)
            : OrderMath.forRedeem(fund, shares, current.redeemPpm);
    }

    function _priceWithdraw(TokenState memory current, Fund memory fund, uint256 assets)
        private
        view
        returns (Order memory order)
    {
        uint256 minted = totalSupply();
        if (current.phase == Phase.Settled) {
            if (assets > settledAssets) revert LeveragedToken_AmountNotReachable(assets);
            order.shares = assets.mulDivUp(minted, settledAssets);
            order.assets = assets;
            return order;
        }
        bool exists;
        (order, exists) = OrderMath.forWithdraw(fund, assets, current.redeemPpm);
        if (exists && order.shares < minted) return order;
        // Only leaving altogether, which pays no fee, can reach this much.
        order = OrderMath.forLastRedeem(fund, minted);
        if (order.assets < assets) revert LeveragedToken_AmountNotReachable(assets);
        order.assets = assets;
    }

    /// @dev The largest mint that would succeed now, or an empty order.
    function _maxOrder() private view returns (Order memory order) {
        if (_reentrancyGuardEntered()) return order;
        TokenState memory current = _state;
        if (current.phase == Phase.Settled || current.mintPaused) return order;
        uint256 supply = _accrue(current);
        Snapshot memory shot;
        try venue.snapshot(market, address(this)) returns (Snapshot memory shot_) {
            shot = shot_;
        } catch {
            return order;
        }
        Fund memory fund;
        _fill(fund, shot, supply);
        uint256 room = targetLeverage > 0 ? shot.maxLong : shot.maxShort;
        if (shot.halted) return order;
        if (fund.supply == 0) {
            room = (room * shot.price) / SignedMath.abs(targetLeverage);
        } else {
            bool isTooHigh = SignedMath.abs(fund.leverage()) > _emergencyLeverage();
            if (fund.equityDown() == 0 || fund.size == 0 || isTooHigh) return order;
            room = (room * fund.equity) / SignedMath.abs(fund.size);
        }
        uint256 most = Math.min(uint256(_limits.capacity).saturatingSub(fund.equityUp()), room / UNIT);
        Order memory largest = OrderMath.forDeposit(fund, targetLeverage, most, current.mintPpm);
        return largest.shares == 0 ? order : largest;
    }

    function _isRedeemable() private view returns (bool) {
        if (_reentrancyGuardEntered()) return false;
        if (_state.phase == Phase.Settled) return true;
        try venue.snapshot(market, address(this)) returns (Snapshot memory shot) {
            return !shot.halted;
        } catch {
            return false;
        }
    }

    function _convertToShares(uint256 assets, Math.Rounding) internal view override returns (uint256) {
        if (_reentrancyGuardEntered()) revert ReentrancyGuardReentrantCall();
        if (_state.phase == Phase.Settled) {
            return settledAssets == 0 ? 0 : assets.mulDivDown(totalSupply(), settledAssets);
        }
        Fund memory fund = _readFund();
        return fund.toSharesDown(assets);
    }

    function _convertToAssets(uint256 shares, Math.Rounding) internal view override returns (uint256) {
        if (_reentrancyGuardEntered()) revert ReentrancyGuardReentrantCall();
        if (_state.phase == Phase.Settled) {
            return totalSupply() == 0 ? 0 : shares.mulDivDown(settledAssets, totalSupply());
        }
        Fund memory fund = _readFund();
        return fund.supply != 0 && fund.equityDown() == 0 ? 0 : fund.toAssetsDown(shares);
    }

    // ---------------------------------------------------------------- venue

    function _decide(TokenState memory current, Snapshot memory shot, Fund memory fund)
        private
        view
        returns (Decision memory decision)
    {
        if (shot.halted) return decision;
        Circumstances memory facts;
        facts.maxTrade = _limits.maxTrade;
        facts.maxLong = shot.maxLong;
        facts.maxShort = shot.maxShort;
        facts.rebalancedAt = current.rebalancedAt;
        facts.unfinished = current.phase == Phase.Unfinished;
        facts.priceUpdatedAt = shot.priceUpdatedAt;
        return RebalanceLogic.decide(fund, targetLeverage, policy(), facts, block.timestamp);
    }

    /// @dev A holder's trade: the only limit on price is the holder's own.
    /// @return equity {collateral} After the trade.
    function _trade(int256 sizeDelta, int256 marginDelta, address receiver) private returns (uint256 equity) {
        uint256 limit = sizeDelta > 0 ? type(uint256).max : 0;
        return venue.trade(market, sizeDelta, marginDelta, limit, receiver);
    }
}
